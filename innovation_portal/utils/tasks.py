import logging

from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def deliver_message(message_id: int) -> None:
    """Send one stored mail."""
    from innovation_portal.utils.emails import deliver  # emails enqueues this task
    from innovation_portal.utils.models import OutgoingMessage

    try:
        deliver(message_id)
    except OutgoingMessage.DoesNotExist:
        logger.warning("Message %s is gone, nothing was sent.", message_id)
