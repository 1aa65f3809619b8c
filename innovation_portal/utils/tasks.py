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


@task()
def deliver_messages(message_ids: list[int]) -> None:
    """Send several stored mails; one that cannot be sent stops no other."""
    for message_id in message_ids:
        deliver_message.call(message_id)
