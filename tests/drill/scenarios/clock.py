"""A web server whose clock is an hour wrong decides about a deadline."""

import time
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from home.benchmark.deadline import prepare
from innovation_portal.utils import clock
from submissions.enums import StageKind, SubmissionStatus
from submissions.models import Edition, Stage, Submission, SubmissionEvent
from tests.drill.clients import Answers, hand_in_once
from tests.drill.installation import Installation
from tests.drill.processes import Process
from tests.drill.report import Outcome
from tests.drill.size import Size

ENTRIES = 6
FAKED_PATIENCE = 5  # seconds; waiting for its own end is what a process with a faked clock cannot do well
# What the file system says of the age of files stays as it is.
FAKED = ("env", "NO_FAKE_STAT=1", "faketime", "-f")


def run(portal: Installation, random: Random, _size: Size) -> list[Outcome]:
    return [
        _hand_in_at(portal, random, clock_of_server="+1h", closes_in=timedelta(minutes=30), is_in_time=True),
        _hand_in_at(portal, random, clock_of_server="-1h", closes_in=timedelta(minutes=-30), is_in_time=False),
    ]


def _hand_in_at(
    portal: Installation, random: Random, *, clock_of_server: str, closes_in: timedelta, is_in_time: bool
) -> Outcome:
    begun = time.monotonic()
    edition, entries = prepare(ENTRIES, random)
    answers = Answers()
    _move_deadline(edition, closes_in)
    web, usual = portal.webs[1], portal.webs[1].command
    _restart(web, [*FAKED, clock_of_server, *usual])
    try:
        for entry in entries:
            hand_in_once(f"127.0.0.1:{web.port}", entry, answers)
    finally:
        _restart(web, usual)
    received = Submission.objects.filter(edition=edition, status=SubmissionStatus.SUBMITTED).count()
    wrong = abs(received - (ENTRIES if is_in_time else 0)) + _wrong_moments(edition)
    place = "before" if is_in_time else "after"
    seen = f"{received} of {ENTRIES} received {abs(closes_in.total_seconds()) / 60:.0f} minutes {place} the deadline"
    return Outcome("clock", f"web server at {clock_of_server}", seen, 0, 0, wrong, time.monotonic() - begun)


def _move_deadline(edition: Edition, closes_in: timedelta) -> None:
    Stage.objects.filter(edition=edition, kind=StageKind.REGISTRATION).update(closes_at=clock.now() + closes_in)


def _restart(web: Process, command: Sequence[str]) -> None:
    web.stop(FAKED_PATIENCE)
    web.command = command
    web.start()


def _wrong_moments(edition: Edition) -> int:
    """How many events carry a moment that is not the right one."""
    moments = SubmissionEvent.objects.filter(submission__edition=edition, action="submit").values_list("at", flat=True)
    return sum(abs(clock.now() - moment) > timedelta(minutes=10) for moment in moments)
