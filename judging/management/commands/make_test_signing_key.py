import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils import clock
from judging.signing import make_test_key

KEY, ROOT = "segel-uji.p12", "akar-uji.pem"


class Command(BaseCommand):
    help = "Make a self-signed key for trying out signatures. Its names say that it is a test."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the key and its issuer are written.")

    def handle(self, *args, folder, **options):
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("Test keys are for the demonstration, which is not allowed here.")
        if (folder / KEY).exists():
            raise CommandError(f"{folder / KEY} is there already.")
        passphrase = secrets.token_urlsafe(16)
        made = make_test_key(passphrase=passphrase, at=clock.now())
        folder.mkdir(parents=True, exist_ok=True)
        (folder / KEY).touch(mode=0o600)
        (folder / KEY).write_bytes(made.pkcs12)
        (folder / ROOT).write_bytes(made.root)
        self.stdout.write(f"SIGNING_PKCS12={(folder / KEY).resolve()}")
        self.stdout.write(f"SIGNING_PKCS12_PASSPHRASE={passphrase}")
