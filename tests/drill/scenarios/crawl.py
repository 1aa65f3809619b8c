"""Every person asks for every address of every object of two agencies and two editions, and goes where pages lead."""

import logging
import time
from random import Random

from django.test import override_settings

from tests.access.crawl import Found, ask_for_row, follow, walker_of
from tests.access.hidden_words import hide_words
from tests.drill import unlimited
from tests.drill.installation import Installation
from tests.drill.people import load_worlds
from tests.drill.report import Outcome
from tests.drill.size import Size

MOST_FOLLOWED = 200  # addresses that one person is led to by pages


def run(portal: Installation, _random: Random, _size: Size) -> list[Outcome]:
    """Ask this process itself, over the database and memory of the installation: nothing here is of the network.

    What is asked for must stay as it was made, so workers and schedule rest meanwhile.
    """
    begun, resting = time.monotonic(), [portal.schedule, *portal.workers]
    for process in resting:
        process.stop()
    logging.disable()  # of what is refused here, which is most, nobody needs a line
    worlds = load_worlds()
    found = Found({word: people for side in worlds.sides for word, people in hide_words(side).items()})
    unlimited_here = {"ACCOUNT_RATE_LIMITS": unlimited.ACCOUNT_RATE_LIMITS, "FRESH_LOGIN_MINUTES": None}
    with override_settings(ALLOWED_HOSTS=["testserver"], **unlimited_here):
        walkers = [walker_of(role, person) for role, person in worlds.people.items()]
        for side in worlds.sides:
            for row in side.rows:
                ask_for_row(side, row, walkers, found, also_otherwise=side.is_running)
            print(side.name, dict(found.asked), flush=True)  # noqa: T201
        for walker in walkers:
            follow(walker, found, MOST_FOLLOWED)
    found.look_for_unread()
    for process in resting:
        process.start()
    logging.disable(logging.NOTSET)
    seen = ", ".join(f"{times} × {status}" for status, times in sorted(found.asked.items()))
    fault = f"{len(walkers)} people, two agencies, two editions, {len(found.readers)} hidden words"
    return [Outcome("crawl", fault, seen, 0, 0, len(found.wrong), time.monotonic() - begun)]
