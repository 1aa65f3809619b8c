from django.core.management.base import BaseCommand

from home.services.publishing import publish_all


class Command(BaseCommand):
    help = "Write every page and line of the catalogue anew from the registry, as after an upgrade that shows more."

    def handle(self, *args, **options):
        self.stdout.write(f"{publish_all()} innovations are in the catalogue.")
