from django.core.management.base import BaseCommand
from django.test.utils import setup_test_environment

from home.benchmark.duty_measuring import duty_files, duty_pages, duty_work
from home.benchmark.measuring import measure
from submissions.services.compliance_days import keep_days

ROUNDS_OF_FILES = 3


class Command(BaseCommand):
    help = "Measure leadership's pages on a running server that uses the same database, and the schedule's work here."

    def add_arguments(self, parser):
        parser.add_argument("host", help="Host and port of the server, for example 127.0.0.1:8000.")
        parser.add_argument("--rounds", type=int, default=100, help="Visits of each page.")

    def handle(self, *args, host, rounds, **options):
        setup_test_environment()
        self.stdout.write("| work | days, mails | seconds |\n| --- | ---: | ---: |")
        for name, count, seconds in duty_work():
            self.stdout.write(f"| {name} | {count} | {seconds:.2f} |")
        keep_days()  # as the schedule has done before leadership looks
        self.stdout.write("\n| page | queries | median ms | p95 ms | empty views |")
        self.stdout.write("| --- | ---: | ---: | ---: | ---: |")
        for visit in duty_pages():
            row = measure(visit, host, rounds)
            self.stdout.write(f"| {row.name} | {row.queries} | {row.median:.1f} | {row.p95:.1f} | {row.ratio:.1f} |")
        self.stdout.write("\n| file | queries | seconds |\n| --- | ---: | ---: |")
        for visit in duty_files():
            row = measure(visit, host, ROUNDS_OF_FILES)
            self.stdout.write(f"| {row.name} | {row.queries} | {row.median / 1000:.2f} |")
