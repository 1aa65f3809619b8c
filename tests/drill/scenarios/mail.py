"""A mail server that is away for an hour while everybody is written to."""

import time
from collections import Counter
from random import Random
from uuid import uuid4

from django.utils.crypto import get_random_string

from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Announcement
from submissions.selectors.announcements import AgencyChoice, reach_of
from submissions.services.announcements import write_to_agencies
from tests.drill.installation import Installation
from tests.drill.people import people_of
from tests.drill.processes import wait_until
from tests.drill.report import Outcome
from tests.drill.size import Size

# The pauses after a first, second … attempt take 2, 7, 17, 37 and 77 minutes together: an hour is over in the fifth.
ATTEMPTS_WITHIN_THE_HOUR = 5
PATIENCE = 600

State = OutgoingMessage.State


def run(portal: Installation, _random: Random, _size: Size) -> list[Outcome]:
    begun = time.monotonic()
    portal.mail.stop()
    announcement = _write_to_everybody()
    messages = OutgoingMessage.objects.filter(about=f"submissions.announcement:{announcement.pk}")
    wait_until(messages.exists, "The announcement was not stored.", PATIENCE)
    for attempt in range(1, ATTEMPTS_WITHIN_THE_HOUR + 1):
        tried = messages.filter(attempts__gte=attempt).exclude(error="")
        wait_until(tried.exists, f"No mail was tried {attempt} times.", PATIENCE)
        _let_pauses_pass(messages)
    failed = messages.exclude(state=State.QUEUED).count()
    portal.mail.start()
    _let_pauses_pass(messages)
    wait_until(lambda: not messages.filter(state=State.QUEUED).exists(), "Mails are still queued.", PATIENCE)
    expected = Counter(messages.values_list("address", "subject"))
    found = Counter({mail: count for mail, count in portal.mail.once_each().items() if mail in expected})
    lost, doubled = (expected - found).total(), (found - expected).total()
    seen = f"{len(expected)} mails waited, {failed} given up meanwhile, {found.total()} arrived after its return"
    fault = "mail server away for an hour (pauses skipped)"
    return [Outcome("mail", fault, seen, lost, doubled, failed, time.monotonic() - begun)]


def _write_to_everybody() -> Announcement:
    choice = AgencyChoice(role="approver")
    words = {"subject": f"Jadwal pendampingan {get_random_string(6)}", "text": "Selasa, pukul 09.00."}
    expected = reach_of(choice).digest(**words, is_urgent=True)
    return write_to_agencies(
        uuid4(), actor=people_of().secretary, **words, choice=choice, is_urgent=True, expected=expected
    )


def _let_pauses_pass(messages) -> None:
    messages.filter(state=State.QUEUED).update(next_attempt_at=None)
