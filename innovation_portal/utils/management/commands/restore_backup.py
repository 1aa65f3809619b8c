from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from innovation_portal.utils.backup.checking import verify as check
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.restoring import restore
from innovation_portal.utils.backup.signing import signers_in
from innovation_portal.utils.backup.targets import archive_at

INSUFFICIENT_PRIVILEGE = "42501"  # PostgreSQL, appendix A


class Command(BaseCommand):
    help = "Bring an archive into this instance, which must be empty; --verify only reads the archive to its end."

    def add_arguments(self, parser):
        parser.add_argument("archive", help="its path or s3://bucket/folder/name; of a folder the newest")
        parser.add_argument("--key", type=Path, required=True, help="file with the secret key")
        parser.add_argument("--verify", action="store_true", help="write nothing, say whether the archive is whole")

        parser.add_argument("--unsigned", action="store_true", help="take it although nobody known has signed it")

    def handle(self, *, archive, key, verify: bool, unsigned: bool, **options):
        try:
            with archive_at(archive) as path:
                if verify:
                    manifest, _files = check(path, key, unsigned=unsigned)
                else:
                    manifest = restore(path, key, say=self.stderr.write, unsigned=unsigned)
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(_explained(error)) from error
        if not signers_in(key):
            self.stderr.write("The key file names no signer (# signer: …), so nobody asked who made the archive.")
        for missing in manifest.missing_files:
            self.stderr.write(f"The instance itself missed this file: {missing}")
        self.stdout.write(
            f"{'Whole' if verify else 'Restored and compared'}: {manifest.rows} rows in {len(manifest.tables)} tables,"
            f" {manifest.files} files, as of {manifest.made_at}"
        )


def _explained(error: Exception) -> str:
    said = str(error).strip()
    if getattr(error.__cause__, "sqlstate", None) == INSUFFICIENT_PRIVILEGE:
        return f"{said}. Only the owner of the tables restores: inovasi --owner restore_backup (docs/backup.md)"
    return said
