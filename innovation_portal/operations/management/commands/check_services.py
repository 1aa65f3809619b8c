from django.core.management.base import BaseCommand, CommandError

from innovation_portal.operations.services import trials


class Command(BaseCommand):
    help = "Connect to database, mail server, storage and what else the settings name, and say which of them answer."

    def handle(self, *args, **options):
        failed = []
        for trial in trials():
            self.stdout.write(f"{trial.name:18} {trial.problem or 'answers'}  ({trial.place})")
            if trial.problem:
                failed.append(trial.name)
        if failed:
            raise CommandError(f"Without an answer: {', '.join(failed)}.")
