from django.core.management.base import BaseCommand, CommandError

from innovation_portal.accounts.models import User
from innovation_portal.accounts.sessions import end_all_sessions, end_sessions_of_everybody


class Command(BaseCommand):
    help = "Sign people out on all their devices; the audit names this command."

    def add_arguments(self, parser):
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("emails", nargs="*", default=[], help="Addresses of accounts.")
        whom.add_argument("--everybody", action="store_true", help="All accounts, as after a break-in.")

    def handle(self, *args, emails, everybody, **options):
        if everybody:
            self.stdout.write(f"Signed everybody out; {end_sessions_of_everybody()} sessions were known.")
            return
        people = {email: User.objects.filter(email__iexact=email).first() for email in emails}
        if unknown := [email for email, person in people.items() if person is None]:
            raise CommandError(f"No account has the address {', '.join(unknown)}. Nobody was signed out.")
        for person in people.values():
            end_all_sessions(person.pk)
            self.stdout.write(f"Signed {person.email} out everywhere.")
