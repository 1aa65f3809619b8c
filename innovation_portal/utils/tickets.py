"""A form that anybody may send: since when it has been open, that it counts once, and what a machine worked for it.

Holds off programs that send such forms by the thousand, without a service of others that watches who reads the page.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from innovation_portal.utils import clock

SALT = "innovation_portal.utils.tickets"
KEY_LENGTH = 22
# Nobody reads a form and writes a sentence in less; a page left open over a working day still counts.
LEAST_OPEN, MOST_OPEN = timedelta(seconds=4), timedelta(hours=10)
# 16,000 digests on average: half a second in the browser of an old phone, one digest here.
WORK_BITS = 14
PROOF_MAX_LENGTH = 12


@dataclass(frozen=True)
class Ticket:
    """What a form carries, signed: its `key` and when it was opened."""

    key: str
    opened_at: datetime

    @property
    def is_too_quick(self) -> bool:
        return clock.now() - self.opened_at < LEAST_OPEN


def new_ticket() -> str:
    """Return the signed text of a ticket for a form that is opened now."""
    return signing.dumps([get_random_string(KEY_LENGTH), clock.now().timestamp()], salt=SALT)


def read_ticket(text: str) -> Ticket:
    """Return the ticket of a form that was sent. Raises `ticket` when it is not ours or too old."""
    try:
        key, opened = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        raise _unusable() from error
    ticket = Ticket(key, datetime.fromtimestamp(opened, UTC))
    if clock.now() - ticket.opened_at > MOST_OPEN:
        raise _unusable()
    return ticket


def is_proven(text: str, proof: str) -> bool:
    """Say whether `proof` is the work for the ticket `text`.

    It is when the SHA-256 of "ticket.proof" begins with `WORK_BITS` zero bits; `static/js/proof_worker.js` finds one.
    """
    if not proof or len(proof) > PROOF_MAX_LENGTH:
        return False
    digest = hashlib.sha256(f"{text}.{proof}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - WORK_BITS) == 0


def _unusable() -> ValidationError:
    return ValidationError(
        _("This page was open for too long. What you wrote is still here: send it again."), "ticket"
    )
