"""Claiming a waiting submission, so that two verifiers do not work on one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.formats import short_moment
from submissions.models import Submission, VerificationClaim
from submissions.selectors.claims import active_claims
from submissions.selectors.verification import next_to_verify
from submissions.services.submissions import check_actor, check_now, locked_submission
from submissions.workflow import TRANSITIONS

STEP = TRANSITIONS["verify"]


@transaction.atomic
def claim_submission(submission_id: int, *, actor, takeover_note: str = "") -> VerificationClaim:
    """Put a waiting submission on the desk of `actor`; claiming the own one again keeps it alive.

    What somebody else works on is refused (code "claimed") unless a `takeover_note` says why it is taken over, which
    is logged. What does not wait any more is "stale". Members of the agency, superusers too, get `PermissionDenied`.
    """
    submission = locked_submission(submission_id)
    check_actor(STEP, submission, actor)
    check_now(STEP, submission)
    now, note = clock.now(), takeover_note.strip()
    held = active_claims().filter(submission=submission).select_related("verifier").first()
    if held and held.verifier_id == actor.pk:
        held.active_at = now
        held.save(update_fields=["active_at"])
        return held
    if held and not note:
        raise claimed_by(held)
    values = {"verifier": actor, "claimed_at": now, "active_at": now, "taken_from": None, "takeover_note": ""}
    if held:
        values |= {"taken_from": held.verifier, "takeover_note": note}
        log(submission, "submissions.take_over", user=actor, data={"from": held.verifier.name, "note": note})
    claim, _is_new = VerificationClaim.objects.update_or_create(submission=submission, defaults=values)
    return claim


def claim_next(*, actor) -> Submission | None:
    """Claim the longest waiting submission that nobody else works on, and return it; `None` when there is none."""
    tried = set()
    while (following := next_to_verify(actor, exclude_ids=tried)) is not None:
        try:
            claim_submission(following.pk, actor=actor)
        except ValidationError:  # somebody was faster
            tried.add(following.pk)
        else:
            return following
    return None


def keep_claim(submission_id: int, *, actor) -> bool:
    """Note that `actor` still works on it; return whether it is still theirs. Called by the open page."""
    own = active_claims().filter(submission=submission_id, verifier=actor)
    return bool(own.update(active_at=clock.now()))


def release_claim(submission_id: int, *, actor) -> None:
    """Give a submission back to the queue. What `actor` does not hold stays as it is."""
    VerificationClaim.objects.filter(submission=submission_id, verifier=actor).delete()


def check_claim(submission: Submission, actor) -> None:
    """Refuse (code "claimed") what somebody else works on. The caller has locked the submission."""
    held = active_claims().filter(submission=submission).exclude(verifier=actor).select_related("verifier").first()
    if held:
        raise claimed_by(held)


def claimed_by(claim: VerificationClaim) -> ValidationError:
    text = _("%(name)s has been working on this since %(moment)s. Take it over with a note, or choose another one.")
    values = {"name": claim.verifier.name, "moment": short_moment(claim.claimed_at)}
    return ValidationError(text, code="claimed", params=values)
