from django.core.management.base import BaseCommand

from home.benchmark.deadline import measure_deadline
from home.management.commands.load_benchmark import seeded


class Command(BaseCommand):
    help = "Let many people hand in at once on a running server with the large instance, and check what came of it."

    def add_arguments(self, parser):
        parser.add_argument("host", help="Host and port of the server, for example 127.0.0.1:8000.")
        parser.add_argument("--submissions", type=int, default=500)
        parser.add_argument("--clients", type=int, default=50, help="How many people hand in at the same time.")

    def handle(self, *args, host, submissions, clients, **options):
        loads = measure_deadline(host, submissions=submissions, clients=clients, random=seeded("deadline"))
        self.stdout.write(
            "| request | times | median ms | p95 ms | median, empty views | p95, empty views |\n"
            "| --- | ---: | ---: | ---: | ---: | ---: |"
        )
        for load in loads:
            self.stdout.write(
                f"| {load.name} | {len(load.times)} | {load.median:.0f} | {load.p95:.0f} "
                f"| {load.median / load.empty:.1f} | {load.p95 / load.empty:.1f} |"
            )
        self.stdout.write(
            f"{submissions} of {submissions} submitted, twice over: numbers without gap or double, "
            "one version and one event each, one mail per person, no error."
        )
