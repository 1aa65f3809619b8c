from django.core.exceptions import PermissionDenied

from innovation_portal.utils import clock
from submissions.models import Presence, Submission


def note_presence(submission: Submission, section_id: int, *, actor) -> None:
    """Note that a member has this section of a draft open now; the section that was open before is left.

    Raises `PermissionDenied` for whoever does not write the submission.
    """
    if not actor.has_perm("submissions.edit_submission", submission):
        raise PermissionDenied
    Presence.objects.update_or_create(
        submission=submission, user=actor, defaults={"section_id": section_id, "seen_at": clock.now()}
    )
