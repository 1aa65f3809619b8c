import logging

from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def announce_opening(edition_id: int) -> None:
    """Write to everybody whose agency owes something in the edition that registration is open."""
    from submissions.models import Edition  # the services enqueue these tasks
    from submissions.services.editions import announce_edition

    try:
        announce_edition(edition_id)
    except Edition.DoesNotExist:
        logger.warning("Edition %s is gone, nobody was told of its opening.", edition_id)


@task()
def send_announcement(announcement_id: int) -> None:
    """Store the messages of an announcement of the secretariat."""
    from submissions.models import Announcement  # the services enqueue these tasks
    from submissions.services.announcements import deliver_announcement

    try:
        deliver_announcement(announcement_id)
    except Announcement.DoesNotExist:
        logger.warning("Announcement %s is gone, nobody was written to.", announcement_id)
