"""A storage that takes two minutes for an answer, while people read other pages."""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random

from django.urls import reverse

from home.benchmark.deadline import Entry, prepare
from submissions.models import Evidence
from tests.drill.installation import Installation
from tests.drill.report import Outcome
from tests.drill.size import Size
from tests.drill.slow_proxy import SlowProxy

SLOW = 120  # seconds
READERS = 12  # of files; the web servers have sixteen threads
LONGEST_ANSWER, LONGEST_OTHER = 30, 5  # seconds


def run(portal: Installation, random: Random, _size: Size) -> list[Outcome]:
    begun = time.monotonic()
    edition, [entry] = prepare(1, random)
    file = reverse("submissions:evidence-file", args=[Evidence.objects.filter(submission__edition=edition)[0].pk])
    with SlowProxy(portal.storage.port) as storage:
        _restart_webs(portal, {"S3_ENDPOINT_URL": f"http://127.0.0.1:{storage.port}"})
        before = _ask(portal.host, file, entry)[0]
        storage.delay = SLOW
        with ThreadPoolExecutor(READERS) as readers:
            asked = [readers.submit(_ask, portal.host, file, entry) for _reader in range(READERS)]
            others = []
            while not all(one.done() for one in asked):
                others.append(_ask(portal.host, reverse("utils:empty"), entry))
                time.sleep(0.2)
            files = [one.result() for one in asked]
        storage.delay = 0
        after = _ask(portal.host, file, entry)[0]
    _restart_webs(portal, {"S3_ENDPOINT_URL": os.environ["S3_ENDPOINT_URL"]})
    wrong = [status for status, seconds in files if status != "503 with Retry-After" or seconds > LONGEST_ANSWER]
    wrong += [status for status, seconds in others if status != "200" or seconds > LONGEST_OTHER]
    wrong += [status for status in (before, after) if status != "200"]
    statuses = ", ".join(f"{count} × {status}" for status, count in Counter(status for status, _s in files).items())
    seen = (
        f"files: {statuses} within {max(seconds for _status, seconds in files):.0f} s; {len(others)} other pages "
        f"meanwhile, the slowest {max(seconds for _status, seconds in others):.1f} s; afterwards {after}"
    )
    return [Outcome("storage", f"answers take {SLOW} s", seen, 0, 0, len(wrong), time.monotonic() - begun)]


def _restart_webs(portal: Installation, environment: dict[str, str]) -> None:
    for web in portal.webs:
        web.stop()
        web.environment = {**web.environment, **environment}
        web.start()


def _ask(host: str, address: str, entry: Entry) -> tuple[str, float]:
    begun = time.monotonic()
    server = HTTPConnection(host, timeout=60)
    server.request("GET", address, headers={"Cookie": entry.cookies})
    response = server.getresponse()
    response.read()
    server.close()
    told = " with Retry-After" if response.headers.get("Retry-After") else ""
    return f"{response.status}{told}", time.monotonic() - begun
