from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from innovation_portal.utils.audit.chain import Head, head_of_chain, holds, link_entries, note_verdict, verify_chain
from innovation_portal.utils.audit.triggers.installing import triggers_are_installed


class Command(BaseCommand):
    help = (
        "Walk the chain of the audit from its beginning and say where it is broken. The last line that it prints is "
        "the head of the chain, which belongs where the server cannot write; --head compares with one kept earlier."
    )

    def add_arguments(self, parser):
        parser.add_argument("--head", type=Path, metavar="FILE", help="Ends with a line “head POSITION DIGEST”.")

    def handle(self, *, head, **options):
        kept = self.kept_head(head) if head else Head()
        verdict = verify_chain()
        note_verdict(verdict)
        if not verdict.is_whole:
            raise CommandError(verdict.in_words())
        if not holds(kept):
            raise CommandError(f"The chain was written anew: link {kept.position} is not the one whose head was kept.")
        waiting = link_entries(everywhere=True)
        self.stdout.write(f"{verdict.in_words()} {waiting} entries were waiting for their place and have it now.")
        if not triggers_are_installed():
            raise CommandError("Triggers are missing: changes are not recorded. Run manage.py migrate.")
        reached = head_of_chain()
        self.stdout.write(f"head {reached.position} {reached.digest}")

    def kept_head(self, file: Path) -> Head:
        try:
            _word, position, digest = file.read_text().strip().rpartition("\n")[2].split()
            return Head(int(position), digest)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} does not end with a line “head POSITION DIGEST”.") from error
