from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from innovation_portal.utils.audit.roles import restriction


class Command(BaseCommand):
    help = (
        "Print the SQL that gives a role of PostgreSQL everything the portal needs, and of the audit no more than to "
        "read and to add. --execute runs it; connect as the owner of the tables. It can run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("role", help="The role with which the portal connects; it exists already.")
        parser.add_argument("--execute", action="store_true", help="Run the statements instead of printing them.")

    def handle(self, *, role, execute, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.")
        if not execute:
            self.stdout.write("".join(f"{statement};\n" for statement in restriction(role)), ending="")
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
            found = cursor.fetchone()
            if found is None or found[0]:
                raise CommandError(f"{role} has to be a role that exists, is no superuser and not the one connected.")
            with transaction.atomic():
                for statement in restriction(role):
                    cursor.execute(statement)
        self.stdout.write(f"{role} may read and add to the audit, and not change it.")
