from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from innovation_portal.privacy.export_files import export_bytes
from innovation_portal.privacy.finding import found_about
from innovation_portal.privacy.people import person_by


class Command(BaseCommand):
    help = "Write everything that the portal knows of one person into a zip."

    def add_arguments(self, parser):
        parser.add_argument("email", help="The address of the account, or that the person left with the portal.")
        parser.add_argument("--phone", default="", help="A telephone number that the person left.")
        parser.add_argument("--name", default="", help="The whole name; also finds others of the same name.")
        parser.add_argument("--output", type=Path, required=True, help="The file; it must not be there yet.")

    def handle(self, *args, email, phone, name, output, **options):
        person = person_by(email=email, phone=phone, name=name)
        found = found_about(person)
        if not found:
            raise CommandError(f"The portal knows nothing of {email}.")
        try:
            with output.open("xb") as target:
                output.chmod(0o600)
                target.write(export_bytes(person))
        except FileExistsError:
            raise CommandError(f"{output} is there already; name another file.") from None
        for each in found:
            self.stdout.write(f"{each.data.model}: {each.count}")
