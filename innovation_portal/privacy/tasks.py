from django_tasks import task


@task()
def write_personal_data(export_id: int) -> None:
    """Make one ordered copy of personal data."""
    from innovation_portal.privacy.services.exports import make_export  # the service enqueues this task

    make_export(export_id)
