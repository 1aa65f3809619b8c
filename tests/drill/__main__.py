"""Run the scenarios that are named, or all; the exit code says whether anything was lost, doubled or unclear."""

import argparse
import importlib
import signal
import sys
from random import Random

LEAST_AGENCIES = 40
SCENARIOS = ("deadline", "kills", "mail", "storage", "disk", "clock", "crawl", "fuzz")


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/drill", description=__doc__)
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], help="By default all.")
    parser.add_argument("--seed", type=int, default=2026, help="Chance of texts and moments.")
    parser.add_argument("--submissions", type=int, default=500, help="How many are handed in at the deadline.")
    parser.add_argument("--clients", type=int, default=50, help="How many people do that at the same time.")
    parser.add_argument("--kills", type=int, default=20, help="How often each act is killed.")
    parser.add_argument("--requests", type=int, default=20_000, help="How many generated requests are sent.")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_received: sys.exit(143))

    from tests.drill.installation import installed  # everything below needs the environment that it sets

    with installed() as portal:
        import django

        django.setup()
        from innovation_portal.utils import clock
        from tests.drill import report
        from tests.drill.people import load_people
        from tests.drill.size import Size

        load_people(max(chosen.submissions, LEAST_AGENCIES))
        size = Size(chosen.submissions, chosen.clients, chosen.kills, chosen.requests)
        outcomes = []
        for name in chosen.scenarios or SCENARIOS:
            scenario = importlib.import_module(f"tests.drill.scenarios.{name}")
            outcomes += scenario.run(portal, Random(chosen.seed), size)  # noqa: S311
            print(report.table(outcomes), flush=True)  # noqa: T201
        report.write(outcomes, clock.today())
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
