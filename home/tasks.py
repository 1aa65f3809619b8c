import logging

from django_tasks import task

from home.models import InnovationPage
from home.services.entries import renew_catalogue
from home.services.publishing import publish_all, publish_innovation
from submissions.models import Innovation, Submission

logger = logging.getLogger(__name__)


@task()
def refresh_innovation(innovation_id: int) -> None:
    """Bring one innovation of the catalogue up to date."""
    try:
        publish_innovation(innovation_id)
    except Innovation.DoesNotExist:
        logger.warning("Innovation %s is gone, nothing was published.", innovation_id)


@task()
def refresh_submission(submission_id: int) -> None:
    """Bring the innovation of one submission up to date."""
    for innovation_id in Submission.objects.filter(pk=submission_id).values_list("innovation", flat=True):
        publish_innovation(innovation_id)


@task()
def refresh_edition(edition_id: int) -> None:
    """Bring all innovations of an edition up to date."""
    for innovation_id in Submission.objects.filter(edition=edition_id).values_list("innovation", flat=True):
        publish_innovation(innovation_id)


@task()
def refresh_below(path: str) -> None:
    """Bring the innovations at and below a place of the tree up to date, and what is remembered of the catalogue."""
    innovations = InnovationPage.objects.filter(path__startswith=path).values_list("innovation", flat=True)
    publish_all(list(innovations))
    renew_catalogue()


@task()
def write_dump(dump_id: int) -> None:
    """Write one file of the open data."""
    from home.services.dumps import make_dump  # the service enqueues this task

    make_dump(dump_id)


@task()
def sweep_old_cards() -> None:
    """Delete the pictures for other sites that no page names any more."""
    from home.services.card_sweep import sweep_cards  # the service enqueues this task

    sweep_cards()


@task()
def forget_catalogue() -> None:
    """Show the catalogue with the words that its editors have changed."""
    renew_catalogue()
