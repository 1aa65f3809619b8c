from django.core.management.base import BaseCommand
from django.test.utils import setup_test_environment

from home.benchmark.measuring import measure, visits


class Command(BaseCommand):
    help = "Measure the main pages of the large instance on a running server that uses the same database."

    def add_arguments(self, parser):
        parser.add_argument("host", help="Host and port of the server, for example 127.0.0.1:8000.")
        parser.add_argument("--rounds", type=int, default=100, help="Visits of each page.")

    def handle(self, *args, host, rounds, **options):
        setup_test_environment()  # lets a response keep its context, from which the score form is filled
        self.stdout.write("| page | queries | median ms | p95 ms | empty views |\n| --- | ---: | ---: | ---: | ---: |")
        for visit in visits():
            row = measure(visit, host, rounds)
            self.stdout.write(f"| {row.name} | {row.queries} | {row.median:.1f} | {row.p95:.1f} | {row.ratio:.1f} |")
