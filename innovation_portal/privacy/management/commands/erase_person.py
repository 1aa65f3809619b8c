from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from innovation_portal.privacy.finding import found_about
from innovation_portal.privacy.people import person_by
from innovation_portal.privacy.registry import broken_proofs, what_blocks
from innovation_portal.privacy.services.erasing import erase_person


class Command(BaseCommand):
    help = "Erase one person; seals, versions and certificates are checked before and after."

    def add_arguments(self, parser):
        parser.add_argument("email", help="The address of the account, or that the person left with the portal.")
        parser.add_argument("--phone", default="", help="A telephone number that the person left.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be erased and what is kept.")
        parser.add_argument("--note", default="", help="Why, for the record: the letter that asked for it.")

    def handle(self, *args, email, phone, dry_run, note, **options):
        person = person_by(email=email, phone=phone)
        found = found_about(person)
        if not found:
            raise CommandError(f"The portal knows nothing of {email}.")
        for each in found:
            reason = f" ({each.data.reason})" if each.data.reason else ""
            self.stdout.write(f"{each.data.model}: {each.count}, {each.act.label}{reason}")
        if blockers := what_blocks(person):
            raise CommandError("\n".join(blockers))
        if dry_run:
            return
        with transaction.atomic():
            before = broken_proofs()
            try:
                request = erase_person(person, actor=None, note=note)
            except ValidationError as error:
                raise CommandError("\n".join(error.messages)) from error
            if broken := [sentence for sentence in broken_proofs() if sentence not in before]:
                raise CommandError("\n".join(["Nothing was erased, it would break what has to stay:", *broken]))
        self.stdout.write(f"Erased: {sum(request.result.values())} rows. Everything sealed is as it was sealed.")
