from django.conf import settings
from django.core.management.base import BaseCommand

from innovation_portal.operations.settings_reference import written_reference


class Command(BaseCommand):
    help = "Write docs/settings.md anew from .env.example and the code."
    requires_system_checks = ()

    def handle(self, *args, **options):
        (settings.BASE_DIR / "docs/settings.md").write_text(written_reference(settings.BASE_DIR))
