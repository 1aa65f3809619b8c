from django.core.management.base import BaseCommand, CommandError

from judging.models import ResultRun
from judging.selectors.seals import check_seals
from submissions.models import Edition


class Command(BaseCommand):
    help = "Calculate the sealed results of an edition again and name everything that is not as it was sealed."

    def add_arguments(self, parser):
        parser.add_argument("edition", type=int, help="The year of the edition, for example 2026.")

    def handle(self, *args, edition, **options):
        found = Edition.objects.filter(year=edition).first()
        if found is None:
            raise CommandError(f"There is no edition of {edition}.")
        seals = ResultRun.objects.filter(round__edition=found, sealed_at__isnull=False).order_by("sealed_at", "pk")
        differences = check_seals(found)
        for run in seals.select_related("round__edition"):
            self.stdout.write(f"{run}: {run.seal_hash}")
        if differences:
            raise CommandError("\n".join(map(str, differences)))
        self.stdout.write(f"{len(seals)} seals, everything as it was sealed.")
