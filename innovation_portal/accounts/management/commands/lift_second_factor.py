from django.core.management.base import BaseCommand, CommandError

from innovation_portal.accounts.lost_factor import lift_second_factor
from innovation_portal.accounts.models import User


class Command(BaseCommand):
    help = "Take a lost second factor off an account, after its owner proved who they are (docs/accounts.md)."

    def add_arguments(self, parser):
        parser.add_argument("email", help="The address of the account.")
        parser.add_argument("--reason", required=True, help="How it was proved: the letter, who saw whom.")

    def handle(self, *args, email, reason, **options):
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"No account has the address {email}.")
        if not reason.strip():
            raise CommandError("Say in --reason how it was proved who asks.")
        if not lift_second_factor(person.pk, reason=reason.strip()):
            raise CommandError(f"{person.email} has no second factor.")
        self.stdout.write(
            f"{person.email} signs in by password once and sets up a new factor. A letter tells the owner."
        )
