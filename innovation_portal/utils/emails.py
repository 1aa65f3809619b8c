"""The one way out for mail."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from innovation_portal.utils import clock
from innovation_portal.utils.delivery import order_due_mail
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.queueing import hand_to_worker

# Addresses in mails that let in whoever has them: to a password, to an answer, to deleting what one wrote.
WAYS_IN = re.compile(r"(/lupa-sandi/|/tindak-lanjut/|/masukan/hapus/)\S+")
AT_ONCE_BEFORE_DEADLINE = timedelta(days=2)
# So many stored mails go out in one task, which may be run again: what was sent is left alone.
PORTION = 100


def send_message(
    kind: str,
    recipients: Iterable[Any],
    *,
    about: models.Model | None = None,
    deadline: datetime | None = None,
    is_urgent: bool = False,
    **context: Any,
) -> list[int]:
    """Store one mail per recipient and hand each to the worker after commit, or keep it for the daily mail.

    `kind` names the template `emails/<kind>.txt`, whose first line is the subject and whose rest, after an empty line,
    is the text. `recipients` are users; the context gets `recipient`, `deadline` and `portal_address`. Who chose one
    mail a day gets the message with it, unless it `is_urgent` or its `deadline` is near. Returns the ids of the stored
    messages. Mail is always written in Indonesian, the language of the office.
    """
    ids = []
    for recipient in {user.pk: user for user in recipients}.values():
        message = written_message(kind, recipient, deadline=deadline, **context)
        message.about = _name_of(about)
        if recipient.wants_digest and not is_urgent and not _is_near(deadline):
            message.state = OutgoingMessage.State.WAITING
        message.save()
        ids.append(message.pk)
        if message.state == OutgoingMessage.State.QUEUED:
            hand_over(message.pk)
    return ids


def store_messages(messages: Sequence[OutgoingMessage], *, about: models.Model | None = None) -> None:
    """Store many `written_message`s to people at once and let the worker deliver them, in portions.

    As with `send_message`, who chose one mail a day gets it with that. A handful of queries for any number.
    """
    for message in messages:
        message.about = _name_of(about)
        if message.recipient.wants_digest:
            message.state = OutgoingMessage.State.WAITING
    OutgoingMessage.objects.bulk_create(messages)
    ids = [message.pk for message in messages if message.state == OutgoingMessage.State.QUEUED]
    # The task is imported late: it calls back into this module.
    from innovation_portal.utils.tasks import deliver_messages

    for start in range(0, len(ids), PORTION):
        hand_to_worker(deliver_messages, ids[start : start + PORTION])


def send_text(kind: str, recipient, *, subject: str, body: str) -> int:
    """Store one mail to a user that another part has written, and hand it to the worker after commit; return its id.

    It leaves at once, whatever rhythm of mail the person chose.
    """
    message = OutgoingMessage.objects.create(
        kind=kind, recipient=recipient, address=recipient.email, subject=_one_line(subject), body=body.strip() + "\n"
    )
    hand_over(message.pk)
    return message.pk


def send_message_to_address(kind: str, address: str, *, about: models.Model | None = None, **context: Any) -> int:
    """Store one mail to somebody without an account and hand it to the worker after commit; return its id.

    Anybody can type anybody's address into a public form, so such a mail repeats nothing else of what was typed.
    """
    message = written_message(kind, None, address=address, **context)
    message.about = _name_of(about)
    message.save()
    hand_over(message.pk)
    return message.pk


def written_message(kind: str, recipient, *, address: str = "", **context: Any) -> OutgoingMessage:
    """Return the mail of this kind, not stored yet: to a person, or to an `address` that no account has."""
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(
            f"emails/{kind}.txt",
            {**context, "recipient": recipient, "portal_address": settings.PORTAL_ADDRESS.rstrip("/")},
        )
    subject, _blank, body = text.strip().partition("\n")
    return OutgoingMessage(
        kind=kind,
        recipient=recipient,
        address=address or recipient.email,
        subject=_one_line(subject),
        body=body.strip() + "\n",
    )


def without_ways_in(text: str) -> str:
    """Return the text of a mail as others than its reader may see it: no address in it opens anything."""
    return WAYS_IN.sub(r"\1…", text)


def failed_messages() -> models.QuerySet[OutgoingMessage]:
    """Return the messages that nobody tries to deliver any more."""
    return OutgoingMessage.objects.filter(state=OutgoingMessage.State.FAILED)


def was_written(kind: str, *, about: models.Model) -> bool:
    """Say whether a mail of this kind about the object was stored already, to anybody."""
    return OutgoingMessage.objects.filter(kind=kind, about=_name_of(about)).exists()


def hand_over(message_id: int) -> None:
    """Let the worker deliver a stored message once the transaction is through."""
    # The task is imported late: it calls back into this module.
    from innovation_portal.utils.tasks import deliver_message

    hand_to_worker(deliver_message, message_id)


def _name_of(about: models.Model | None) -> str:
    return f"{about._meta.label_lower}:{about.pk}" if about else ""


def _is_near(deadline: datetime | None) -> bool:
    """Say whether a deadline could be missed by reading of it tomorrow. One that is over hurries nobody."""
    return deadline is not None and clock.now() <= deadline < clock.now() + AT_ONCE_BEFORE_DEADLINE


def _one_line(subject: str) -> str:
    """Return a subject that a mail's header and its column can hold, whatever stands in the titles it names."""
    return " ".join(subject.split())[: OutgoingMessage._meta.get_field("subject").max_length]


def send_again(message_id: int) -> None:
    """Hand a stored message to the worker once more, whether it failed, arrived or waits for the daily mail.

    It goes out as another mail, with all its attempts before it; a mailbox that has the first one shows both.
    """
    _queue_anew(OutgoingMessage.objects.filter(pk=message_id))
    hand_over(message_id)


def send_failed_again() -> int:
    """Do the same with every message that failed, and return how many these were. Again: those that failed since."""
    count = _queue_anew(failed_messages())
    order_due_mail()
    return count


def _queue_anew(messages: models.QuerySet[OutgoingMessage]) -> int:
    return messages.update(
        state=OutgoingMessage.State.QUEUED, error="", attempts=0, next_attempt_at=None, sendings=F("sendings") + 1
    )
