from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError


class ImportCommand(BaseCommand):
    """Reads a CSV or XLSX file and hands its checked rows to an import service."""

    table = None
    service = None

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            report = self.service(self.table.check(self.table.read(file)))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            f"{file.name}: {report.created} created, {report.changed} changed, {report.unchanged} unchanged, "
            f"{len(report.agencies_added)} agencies added."
        )
