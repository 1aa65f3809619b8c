from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from home.benchmark.duty import DutySizes, load_duty
from home.management.commands.load_benchmark import seeded
from home.services.site import set_up_site
from submissions.models import Agency


class Command(BaseCommand):
    help = "Fill an empty database with the duty of many agencies over ten years, which docs/performance.md measures."

    def add_arguments(self, parser):
        parser.add_argument("--agencies", type=int, default=DutySizes.agencies)

    @transaction.atomic
    def handle(self, *args, agencies, **options):
        if not settings.DEMONSTRATION_ALLOWED or Agency.objects.exists():
            raise CommandError("The large instance needs an empty database outside production.")
        sizes = DutySizes.of(agencies)
        load_duty(sizes, seeded("duty"))
        set_up_site()
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as a server does by itself within minutes
        self.stdout.write(f"Loaded {sizes}.")
