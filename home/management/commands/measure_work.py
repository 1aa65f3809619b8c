from django.core.management.base import BaseCommand

from home.benchmark.work import measure_work


class Command(BaseCommand):
    help = "Measure the long work of judging on the large instance, in this process."

    def handle(self, *args, **options):
        self.stdout.write("| work | queries | seconds | MB |\n| --- | ---: | ---: | ---: |")
        for work in measure_work():
            self.stdout.write(f"| {work.name} | {work.queries} | {work.seconds:.1f} | {work.peak:.0f} |")
