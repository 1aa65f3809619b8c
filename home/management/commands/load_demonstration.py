from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demonstration.loading import load_demonstration
from home.demonstration.people import ACCOUNTS, PASSWORD
from submissions.models import Edition


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration, once; --list-accounts prints who can sign in."

    def add_arguments(self, parser):
        parser.add_argument("--list-accounts", action="store_true", help="only print the accounts")

    def handle(self, *args, list_accounts, **options):
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("The demonstration is not allowed here (DEMONSTRATION_ALLOWED).")
        if list_accounts:
            self._list_accounts()
        elif Edition.objects.exists():
            self.stdout.write("There is an edition already, so nothing was loaded.")
        else:
            load_demonstration(say=self._say)
            self.stdout.write("The demonstration is loaded.")

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def _list_accounts(self):
        address = settings.PORTAL_ADDRESS.rstrip("/")
        rows = [(str(account.label), account.email, PASSWORD, address + account.desk) for account in ACCOUNTS]
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
