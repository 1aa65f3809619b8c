import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils.backup.encryption import new_key
from innovation_portal.utils.backup.signing import new_signing_key


class Command(BaseCommand):
    help = "Write new secret keys for backups, each into a file, and print the settings that go with them."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="+", help="where a secret key goes; keep it away from the server")

    def handle(self, *, file, **options):
        signing_key, signer = new_signing_key()
        recipients = [_written(path, signer) for path in file]
        self.stdout.write(f"BACKUP_RECIPIENTS={','.join(recipients)}")
        self.stdout.write(f"BACKUP_SIGNING_KEY={signing_key}")
        names = ", ".join(map(str, file))
        self.stderr.write(f"Take {names} away from this machine. Without it no backup can be opened, by nobody.")


def _written(path: Path, signer: str) -> str:
    """Write a key file that names who signs, and return its public key."""
    text, public = new_key()
    try:
        with open(path, "x", opener=_for_owner_only) as handle:
            handle.write(signer + text)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    return public


def _for_owner_only(path, flags):
    return os.open(path, flags, 0o600)
