from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from submissions.enums import VerificationOutcome
from submissions.models import Submission
from submissions.selectors.passing import PassCandidate, pass_candidates
from submissions.selectors.submissions import submissions_visible_to
from submissions.selectors.verification import verification_queue
from submissions.services.verification import verify_submission


@dataclass(frozen=True)
class PassResult:
    """How it went with one submission; `obstacle` says why it was not passed."""

    submission: Submission
    obstacle: str = ""


def pass_submissions(versions: Mapping[int, int], *, actor) -> list[PassResult]:
    """Pass several submissions, each in a transaction of its own; `versions` maps each to the version that was seen.

    What changed since the preview is left out with its reason: the own agency, a claim, a finding, an edition that
    asks for two people, another version, a decision. Raises `PermissionDenied` for whoever does not verify.
    """
    if not actor.has_perm("submissions.verify_submission"):
        raise PermissionDenied
    waiting = pass_candidates(verification_queue(actor).filter(pk__in=versions))
    results = [PassResult(each.submission, _pass(each, versions, actor)) for each in waiting]
    gone = submissions_visible_to(actor).filter(pk__in=versions).exclude(registration_number="")
    gone = gone.exclude(pk__in=[each.submission.pk for each in waiting]).select_related("innovation__agency")
    return [*results, *(PassResult(each, _("It does not wait any more.")) for each in gone)]


def _pass(candidate: PassCandidate, versions: Mapping[int, int], actor) -> str:
    """Pass one and return what stood in the way, if anything."""
    if candidate.obstacle:
        return candidate.obstacle
    pk = candidate.submission.pk
    try:
        verify_submission(pk, actor=actor, outcome=VerificationOutcome.PASSED, version_id=versions[pk])
    except ValidationError as error:
        return error.messages[0]
    return ""
