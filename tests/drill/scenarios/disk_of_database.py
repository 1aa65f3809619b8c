"""The disk of PostgreSQL is full while people hand in, and has room again some seconds later."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Event, Thread

from django.db import connection

from home.benchmark.deadline import prepare
from tests.drill.clients import Answers, hand_in_patiently
from tests.drill.installation import Installation
from tests.drill.report import Outcome
from tests.drill.scenarios.deadline import compare, wait_for_mail
from tests.drill.servers import PostgreSQL
from tests.drill.small_disk import SmallDisk

ENTRIES, CLIENTS = 60, 12
FULL_AFTER, FULL_FOR = 0.2, 15  # the share that is confirmed, seconds
MEGABYTES_FREE = 64
AWAY = "503 with Retry-After"


def run(portal: Installation, random: Random) -> Outcome:
    begun = time.monotonic()
    answers, confirmed = Answers(), []

    def hand_in(entry):
        if hand_in_patiently(portal.host, entry, answers):
            confirmed.append(entry)

    with _small_cluster(portal) as (cluster, disk):
        edition, entries = prepare(ENTRIES, random)
        with _full_for_a_while(cluster, disk, confirmed), ThreadPoolExecutor(CLIENTS) as people:
            list(people.map(hand_in, entries))
        connection.close()  # it was open while the database stopped
        wait_for_mail(portal, edition)
        lost, doubled, words = compare(portal, edition, len(confirmed))
    seen = f"{len(confirmed)} of {len(entries)} confirmed; {answers.in_words}; {words}"
    # A disk that nobody noticed was not full.
    failed = sum(answers.unclear.values()) + len(entries) - len(confirmed) + int(AWAY not in answers.seen)
    fault = f"disk of PostgreSQL full for {FULL_FOR} s (a small file system)"
    return Outcome("disk", fault, seen, lost, doubled, failed, time.monotonic() - begun)


@contextmanager
def _small_cluster(portal: Installation) -> Iterator[tuple[PostgreSQL, SmallDisk]]:
    """Let the portal go on with a copy of its database on a small disk, and with the one that it had afterwards."""
    portal.database.stop("fast")
    megabytes = sum(path.stat().st_size for path in portal.database.data.rglob("*") if path.is_file()) // 2**20
    with SmallDisk(portal.database.folder / "small", megabytes + MEGABYTES_FREE) as disk:
        cluster = portal.database.copied_to(disk)
        cluster.start()
        connection.close()
        try:
            yield cluster, disk
        finally:
            cluster.stop()
            portal.database.start()
            connection.close()


@contextmanager
def _full_for_a_while(cluster: PostgreSQL, disk: SmallDisk, confirmed: list) -> Iterator[None]:
    over = Event()

    def happen():
        while len(confirmed) < FULL_AFTER * ENTRIES and not over.wait(0.05):
            pass
        disk.fill()
        time.sleep(FULL_FOR)
        disk.free()
        if not cluster.is_running:  # it cannot write its log either, and ended
            cluster.start()

    fault = Thread(target=happen)
    fault.start()
    try:
        yield
    finally:
        over.set()
        fault.join()
