import logging

from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def deliver_message(message_id: int) -> None:
    """Send one stored mail."""
    from innovation_portal.utils.delivery import deliver  # the services enqueue these tasks
    from innovation_portal.utils.models import OutgoingMessage

    try:
        deliver(message_id)
    except OutgoingMessage.DoesNotExist:
        logger.warning("Message %s is gone, nothing was sent.", message_id)


@task()
def deliver_messages(message_ids: list[int]) -> None:
    """Send several stored mails; one that cannot be sent stops no other."""
    from innovation_portal.utils.delivery import deliver_each

    deliver_each(message_ids)


@task()
def deliver_due_messages() -> None:
    """Send the mails that wait for their next attempt."""
    from innovation_portal.utils.delivery import deliver_due_mail

    deliver_due_mail()
