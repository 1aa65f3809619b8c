"""How stored mail leaves: by one worker at a time, again and again for a day, and never silently lost.

A mail server that has taken a mail and a process that is killed before it can write that down cannot be told from one
that has not. Such a mail goes out once more, under the same `Message-ID`, by which mailboxes know it as one
(RFC 5322, 3.6.4): rather twice than never. See docs/reliability.md.
"""

from collections import deque
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.queueing import hand_to_worker, is_ordered

# Longer than the slowest talk with a mail server takes, each step of which may last EMAIL_TIMEOUT.
TAKEN_FOR = timedelta(minutes=5)
# Between one attempt and the next, in minutes; a day in all. Then the message failed, and the secretariat is shown it.
PAUSES = (2, 5, 10, 20, 40, 60, 120, 240, 240, 240, 480)
MOST_IN_ONE_ROUND = 2000
# The server was there and said something about this one mail.
ANSWERS = (SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError)


def deliver(message_id: int) -> OutgoingMessage:
    """Send a stored message and write down how it went. One that was sent, or is being sent, is left alone.

    What a daily mail holds counts as sent with it. What fails is tried again after a pause (`order_due_mail`).

    Mail to the invented people of the demonstration never leaves: their addresses may belong to somebody.
    """
    message, _error = _deliver(message_id)
    return message


def deliver_each(message_ids: Iterable[int]) -> None:
    """Send several; one that is refused stops no other. While the mail server is away, one attempt is that of all."""
    waiting = deque(message_ids)
    while waiting:
        _message, error = _deliver(waiting.popleft())
        if isinstance(error, OSError) and not isinstance(error, ANSWERS):
            _postpone(list(waiting), error)
            return


def deliver_due_mail() -> None:
    """Send what waits for its next attempt, the longest wait first. What a worker calls."""
    due = _due_messages().order_by(F("next_attempt_at").asc(nulls_first=True), "pk")
    deliver_each(list(due.values_list("pk", flat=True)[:MOST_IN_ONE_ROUND]))


def order_due_mail() -> bool:
    """Have a worker send what waits for its next attempt or was left by a killed worker; return whether it was now.

    Runs by the clock. Again: nothing, while that worker is at it.
    """
    # The task is imported late: it calls back into this module.
    from innovation_portal.utils.tasks import deliver_due_messages

    is_due = _due_messages().exists() and not is_ordered(deliver_due_messages)
    if is_due:
        hand_to_worker(deliver_due_messages)
    return is_due


def _due_messages() -> QuerySet[OutgoingMessage]:
    is_due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=clock.now())
    return OutgoingMessage.objects.filter(is_due, state=OutgoingMessage.State.QUEUED)


def _deliver(message_id: int) -> tuple[OutgoingMessage, Exception | None]:
    is_mine = (
        _due_messages()
        .filter(pk=message_id)
        .update(attempts=F("attempts") + 1, next_attempt_at=clock.now() + TAKEN_FOR)
    )
    message = OutgoingMessage.objects.select_related("recipient").get(pk=message_id)
    if not is_mine:
        return message, None
    error = None
    try:
        if not (message.recipient and message.recipient.is_example):
            headers = {"Message-ID": _message_id(message)}
            EmailMessage(message.subject, message.body, to=[message.address], headers=headers).send()
    except (OSError, ValueError) as problem:  # smtplib's errors are OSErrors, an impossible address is a ValueError
        error = problem
    outcome = _after_failure(message, error) if error else _after_success()
    # Only while it is still ours: somebody may have had it sent again meanwhile.
    OutgoingMessage.objects.filter(pk=message.pk, sendings=message.sendings).update(**outcome)
    if not error:
        message.bundled.filter(state=OutgoingMessage.State.WAITING).update(**outcome)
    message.refresh_from_db()
    return message, error


def _postpone(message_ids: list[int], error: Exception) -> None:
    """Count an attempt of messages that a server that is away would not have taken either."""
    due = _due_messages().filter(pk__in=message_ids)
    due.filter(attempts__gte=len(PAUSES)).update(state=OutgoingMessage.State.FAILED, error=str(error))
    for attempts, minutes in enumerate(PAUSES):
        next_attempt_at = clock.now() + timedelta(minutes=minutes)
        due.filter(attempts=attempts).update(attempts=attempts + 1, error=str(error), next_attempt_at=next_attempt_at)


def _after_success() -> dict[str, Any]:
    return {"state": OutgoingMessage.State.SENT, "error": "", "sent_at": clock.now()}


def _after_failure(message: OutgoingMessage, error: Exception) -> dict[str, Any]:
    if _is_final(error) or message.attempts > len(PAUSES):
        return {"state": OutgoingMessage.State.FAILED, "error": str(error)}
    pause = timedelta(minutes=PAUSES[message.attempts - 1])
    return {"error": str(error), "next_attempt_at": clock.now() + pause}


def _is_final(error: Exception) -> bool:
    """Say whether no later attempt can help: the server refused this mail with 5xx (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, ValueError) or (isinstance(error, ANSWERS) and error.smtp_code >= 500)


def _message_id(message: OutgoingMessage) -> str:
    """The same for every attempt. Its moment keeps it apart from one that had this number before a restore."""
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    return f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S%f}.{message.sendings}@{host}>"
