from submissions.imports import INNOVATIONS
from submissions.management.import_command import ImportCommand
from submissions.services.registry_import import import_innovations


class Command(ImportCommand):
    help = "Add recognised innovations from a CSV or XLSX file; nothing is written if a row is wrong."
    table = INNOVATIONS
    service = staticmethod(import_innovations)
