from django.conf import settings
from django.core.management import BaseCommand

from innovation_portal.utils.accents import HUES, accent_stylesheet


class Command(BaseCommand):
    help = "Write the stylesheets of the accents (ACCENT) anew, after static/css/tokens.css was changed."

    def handle(self, *args, **options):
        folder = settings.BASE_DIR / "static/css"
        tokens = (folder / "tokens.css").read_text()
        for name, hue in HUES.items():
            (folder / f"accents/{name}.css").write_text(accent_stylesheet(tokens, hue))
