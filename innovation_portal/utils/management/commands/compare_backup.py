from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils.backup.comparing import compare
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.targets import archive_at

SHOWN = 20


class Command(BaseCommand):
    help = "Compare this instance with an archive, row by row and file by file, and print the first differences."

    def add_arguments(self, parser):
        parser.add_argument("archive", help="its path or s3://bucket/folder/name; of a folder the newest")
        parser.add_argument("--key", type=Path, required=True, help="file with the secret key")

        parser.add_argument("--unsigned", action="store_true", help="take it although nobody known has signed it")

    def handle(self, *, archive, key, unsigned: bool, **options):
        try:
            with archive_at(archive) as path:
                manifest, found = compare(path, key, unsigned=unsigned)
                shown = list(islice(found, SHOWN))
                more = sum(1 for _difference in found)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        for difference in shown:
            self.stdout.write(difference)
        counted = f"{manifest.rows} rows in {len(manifest.tables)} tables, {manifest.files} files"
        if shown:
            raise CommandError(f"{len(shown) + more} differences; the archive holds {counted}.")
        self.stdout.write(f"No difference: {counted}.")
