from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from home.benchmark.public_pages import CATEGORIES, public_paths, verdict_on


class Command(BaseCommand):
    help = "Hold the public pages of a running server, which uses the same database, against Lighthouse and Nu."

    def add_arguments(self, parser):
        parser.add_argument("address", help="For example http://127.0.0.1:8000.")
        parser.add_argument("tools", type=Path, help="The folder in which npm installed lighthouse and vnu-jar.")

    def handle(self, *args, address, tools, **options):
        self.stdout.write(f"| page | {' | '.join(CATEGORIES)} | kB | HTML errors |")
        self.stdout.write("| --- |" + " ---: |" * (len(CATEGORIES) + 2))
        verdicts = []
        for path in public_paths():
            verdict = verdict_on(address, path, tools=tools)
            scores = " | ".join(str(verdict.scores[name]) for name in CATEGORIES)
            self.stdout.write(f"| {path} | {scores} | {verdict.kilobytes:.0f} | {len(verdict.errors)} |")
            for error in verdict.errors:
                self.stdout.write(f"  {error}")
            verdicts.append(verdict)
        if not all(verdict.is_good for verdict in verdicts):
            raise CommandError("A page has errors or scores too low.")
