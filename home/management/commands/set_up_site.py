from django.core.management.base import BaseCommand

from home.services.site import set_up_site
from submissions.known_context import load_known_context


class Command(BaseCommand):
    help = (
        "Makes the first pages, the default site and the editors' rights, and stores public facts about the services "
        "of known regions; what exists is left as it is."
    )

    def handle(self, *args, **options):
        home = set_up_site()
        load_known_context()
        self.stdout.write(f"The site serves “{home.title}” and {home.get_descendants().count()} pages below it.")
