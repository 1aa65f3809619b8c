from submissions.imports import AGENCIES
from submissions.management.import_command import ImportCommand
from submissions.services.registry_import import import_agencies


class Command(ImportCommand):
    help = "Create or update regions and agencies from a CSV or XLSX file; nothing is written if a row is wrong."
    table = AGENCIES
    service = staticmethod(import_agencies)
