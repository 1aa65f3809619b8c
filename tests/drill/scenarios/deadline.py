"""The last ten minutes of a registration, while the machines fail one after the other."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from threading import Event, Thread

from django.db import connection

from home.benchmark.deadline import found_and_expected, prepare
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import SubmissionStatus
from submissions.models import Edition, Submission
from tests.drill.clients import Answers, hand_in_patiently
from tests.drill.installation import Installation
from tests.drill.processes import wait_until
from tests.drill.report import Outcome
from tests.drill.size import Size

AWAY_FOR = 4  # seconds
MAIL_PATIENCE = 900  # what a killed worker was sending waits five minutes for its end, then for a worker


@dataclass(frozen=True)
class Fault:
    """Something that happens once this share of the submissions is confirmed."""

    after: float
    words: str
    happen: Callable[[Installation], None]


def kill_first_worker(portal: Installation) -> None:
    portal.workers[0].kill()


def kill_second_worker(portal: Installation) -> None:
    portal.workers[1].kill()


def restart_database(portal: Installation) -> None:
    portal.database.stop("immediate")
    time.sleep(AWAY_FOR)
    portal.database.start()


def restart_redis(portal: Installation) -> None:
    portal.redis.kill()
    time.sleep(AWAY_FOR)
    portal.redis.start()


def kill_web_server(portal: Installation) -> None:
    portal.webs[0].kill()


FAULTS = (
    Fault(0.1, "worker killed", kill_first_worker),
    Fault(0.3, "PostgreSQL stopped hard, started again", restart_database),
    Fault(0.5, "Redis killed, started again", restart_redis),
    Fault(0.7, "web server killed", kill_web_server),
    Fault(0.85, "other worker killed", kill_second_worker),
)


def run(portal: Installation, random: Random, size: Size) -> list[Outcome]:
    begun = time.monotonic()
    edition, entries = prepare(size.submissions, random)
    answers, confirmed = Answers(), []

    def hand_in(entry):
        if hand_in_patiently(portal.host, entry, answers):
            confirmed.append(entry)

    with _faults(portal, confirmed, size), ThreadPoolExecutor(size.clients) as people:
        list(people.map(hand_in, entries))
    connection.close()  # it was open while the database stopped
    wait_for_mail(portal, edition)
    lost, doubled, words = compare(portal, edition, len(confirmed))
    seen = f"{len(confirmed)} of {len(entries)} confirmed; {answers.in_words}; {words}"
    fault = "; ".join(fault.words for fault in FAULTS)
    failed = sum(answers.unclear.values()) + len(entries) - len(confirmed)
    return [Outcome("deadline", fault, seen, lost, doubled, failed, time.monotonic() - begun)]


@contextmanager
def _faults(portal: Installation, confirmed: list, size: Size) -> Iterator[None]:
    over = Event()

    def happen():
        for fault in FAULTS:
            while len(confirmed) < fault.after * size.submissions and not over.wait(0.05):
                pass
            fault.happen(portal)

    faults = Thread(target=happen)
    faults.start()
    try:
        yield
    finally:
        over.set()
        faults.join()


def wait_for_mail(portal: Installation, edition: Edition) -> None:
    queued = OutgoingMessage.objects.filter(state=OutgoingMessage.State.QUEUED)
    wait_until(lambda: not queued.exists(), f"Mails of {edition} are still queued.", MAIL_PATIENCE)


def compare(portal: Installation, edition: Edition, confirmed: int) -> tuple[int, int, str]:
    """Return how much was lost, how much is there twice, and what repeats a mailbox has to recognise."""
    pairs = list(found_and_expected(edition).values())
    stored = OutgoingMessage.objects.filter(kind="submission_submit").values_list("address", "subject")
    expected = Counter((address, subject) for address, subject in stored)
    arrived = Counter({mail: count for mail, count in portal.mail.once_each().items() if mail in expected})
    pairs.append((arrived, expected))
    received = Submission.objects.filter(edition=edition, status=SubmissionStatus.SUBMITTED).count()
    lost = sum((expected - found).total() for found, expected in pairs) + max(0, confirmed - received)
    doubled = sum((found - expected).total() for found, expected in pairs)
    return lost, doubled, f"{arrived.total()} mails, {portal.mail.repeats()} of them twice under one Message-ID"
