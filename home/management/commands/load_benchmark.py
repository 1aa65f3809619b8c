from datetime import timedelta
from random import Random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from home.benchmark import Sizes, certificates, competition, registry
from home.services.publishing import publish_all
from home.services.site import set_up_site
from innovation_portal.utils import clock
from submissions.models import Agency

DRAFTS = 10


def seeded(part: str) -> Random:
    """Return chance of its own for a part, so that a longer text does not change the scores."""
    return Random(f"2026 {part}")  # noqa: S311  the same data every time, no secret


class Command(BaseCommand):
    help = "Fill an empty database with the large instance that docs/performance.md measures."

    def add_arguments(self, parser):
        parser.add_argument("--share", type=float, default=1.0, help="Part of the full size, for example 0.01.")

    @transaction.atomic
    def handle(self, *args, share, **options):
        if not settings.DEMONSTRATION_ALLOWED or Agency.objects.exists():
            raise CommandError("The large instance needs an empty database outside production.")
        sizes = Sizes.of(share)
        agencies = registry.load_agencies(sizes)
        people = registry.load_people(sizes, agencies)
        innovations = registry.load_innovations(sizes, agencies, seeded("innovations"))
        edition = competition.load_edition(
            clock.now().year,
            agencies,
            actor=people.secretary,
            closes_at=clock.now() + timedelta(days=30),
            judges_per_entry=sizes.judges_per_entry,
        )
        versions = competition.load_submissions(sizes, edition, innovations, people, seeded("texts"))
        judged = competition.load_round(edition, versions, people, seeded("scores"))
        certificates.load_certificates(judged, versions, people)
        # The last agencies have handed nothing in, so their quota leaves room.
        competition.load_drafts(edition, agencies[-DRAFTS:], seeded("drafts"))
        set_up_site()
        publish_all()
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as a server does by itself within minutes
        self.stdout.write(f"Loaded {sizes}.")
