from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils.backup.keeping import make_backup
from innovation_portal.utils.backup.retention import Keep


class Command(BaseCommand):
    help = "Write database and files as one encrypted archive to BACKUP_TARGET, and throw away the superfluous ones."

    def add_arguments(self, parser):
        parser.add_argument(
            "--keep",
            type=Keep.parse,
            default=Keep(),
            metavar="7,5,12",
            help="Keep the newest archive of so many days, weeks and months that have one (7,5,12).",
        )

    def handle(self, *, keep, **options):
        try:
            backup = make_backup(keep=keep, say=self._say)
        except Exception as error:
            # Whatever it was: the operator gets one sentence, and --traceback shows the rest.
            if options["traceback"]:
                raise
            raise CommandError(f"No backup was made. {error or type(error).__name__}") from error
        self.stdout.write(
            f"{backup.file}: {backup.rows} rows, {backup.files} files, {backup.size} bytes, {backup.seconds} s"
        )

    def _say(self, text):
        self.stderr.write(text)
