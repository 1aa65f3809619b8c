import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils.backup.encryption import new_key


class Command(BaseCommand):
    help = "Write a new secret key for backups into a file, and print the public key for BACKUP_RECIPIENTS."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where the secret key goes; keep it away from the server")

    def handle(self, *, file, **options):
        text, public = new_key()
        try:
            with open(file, "x", opener=_for_owner_only) as handle:
                handle.write(text)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")
        self.stderr.write(f"Take {file} away from this machine. Without it no backup can be opened, by nobody.")


def _for_owner_only(path, flags):
    return os.open(path, flags, 0o600)
