from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils.backup.checking import verify
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.restoring import restore
from innovation_portal.utils.backup.targets import archive_at


class Command(BaseCommand):
    help = "Bring an archive into this instance, which must be empty; --verify only reads the archive to its end."

    def add_arguments(self, parser):
        parser.add_argument("archive", help="its path or s3://bucket/folder/name; of a folder the newest")
        parser.add_argument("--key", type=Path, required=True, help="file with the secret key")
        parser.add_argument("--verify", action="store_true", help="write nothing, say whether the archive is whole")

    def handle(self, *, archive, key, verify: bool, **options):
        try:
            with archive_at(archive) as path:
                manifest = _verified(path, key) if verify else restore(path, key, say=self.stderr.write)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        for missing in manifest.missing_files:
            self.stderr.write(f"The instance itself missed this file: {missing}")
        self.stdout.write(
            f"{'Whole' if verify else 'Restored and compared'}: {manifest.rows} rows in {len(manifest.tables)} tables,"
            f" {manifest.files} files, as of {manifest.made_at}"
        )


def _verified(archive, key):
    manifest, _files = verify(archive, key)
    return manifest
