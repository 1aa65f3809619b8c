from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from submissions.enums import VerificationOutcome
from submissions.models import (
    ReasonCode,
    Submission,
    SubmissionVersion,
    Verification,
    VerificationClaim,
    VerificationProposal,
)
from submissions.selectors.verdicts import words_of
from submissions.services.claims import check_claim
from submissions.services.proposals import Judgement, joined, proposal_to_confirm
from submissions.services.remarks import CheckedRemark, Remark, checked_reasons, checked_remarks, store_remarks
from submissions.services.submissions import change_status, check_actor, check_now, locked_submission
from submissions.workflow import TRANSITIONS

STEPS = {
    VerificationOutcome.PASSED: "verify",
    VerificationOutcome.RETURNED: "return",
    VerificationOutcome.REJECTED: "reject",
}


@transaction.atomic
def verify_submission(
    submission_id: int,
    *,
    actor,
    outcome: VerificationOutcome,
    reason_ids: Collection[int] = (),
    note: str = "",
    remarks: Collection[Remark] = (),
    version_id: int | None = None,
) -> Verification | VerificationProposal:
    """Decide the administrative check of the latest version, and move the submission on.

    The agency reads the texts of the reasons, the note and the `remarks` on single parts; returning and rejecting need
    one of them, passing takes no remarks ("remarks_when_passed"). Reasons and sections are those of the edition
    ("unknown_reason", "unknown_section"). `version_id` is the version that was read: when another was handed in since,
    or somebody else has decided, the code is "stale". What somebody else has claimed is refused with "claimed"; a
    decision ends the claim. The same decision by the same person returns the row of the first one. Own agencies are
    refused for superusers too.

    Where the edition asks for a second person the submission stays where it is and the proposal is returned, until
    somebody else comes to the same outcome; what both say is sent. One's own proposal is never confirmed
    ("own_proposal").
    """
    judgement = Judgement(VerificationOutcome(outcome), reason_ids, note, remarks)
    step = TRANSITIONS[STEPS[judgement.outcome]]
    submission = locked_submission(submission_id)
    version = submission.versions.order_by("-number").first()
    repeated = Verification.objects.filter(version=version, verifier=actor, outcome=judgement.outcome).first()
    if repeated is not None:
        return repeated
    check_actor(step, submission, actor)
    check_claim(submission, actor)
    check_now(TRANSITIONS["verify"], submission)
    _check_is_read(version, version_id)
    confirmed = None
    if submission.edition.needs_second_verifier:
        confirmed = proposal_to_confirm(version, actor=actor, outcome=judgement.outcome)
        judgement = joined(confirmed, judgement) if confirmed else judgement
    reasons, on_parts = _checked(submission, judgement)
    comment = "\n\n".join(filter(None, [words_of(reasons, judgement.note), *(remark.told for remark in on_parts)]))
    check_now(step, submission, comment)

    values = {"version": version, "verifier": actor, "outcome": judgement.outcome, "note": judgement.note.strip()}
    if submission.edition.needs_second_verifier and confirmed is None:
        judged = VerificationProposal.objects.create(at=clock.now(), **values)
    else:
        change_status(submission_id, step.name, actor=actor, comment=comment)
        proposed_by = confirmed.verifier if confirmed else None
        judged = Verification.objects.create(at=clock.now(), proposed_by=proposed_by, **values)
    judged.reasons.set(reasons)
    store_remarks(on_parts, judged)
    VerificationClaim.objects.filter(submission=submission).delete()
    return judged


def _checked(submission: Submission, judgement: Judgement) -> tuple[list[ReasonCode], list[CheckedRemark]]:
    reasons = checked_reasons(submission.edition, judgement.reason_ids)
    on_parts = checked_remarks(submission, judgement.remarks)
    if on_parts and judgement.outcome == VerificationOutcome.PASSED:
        text = _("Remarks on single parts go with a return or a rejection. Clear them, or return the submission.")
        raise ValidationError(text, code="remarks_when_passed")
    return reasons, on_parts


def _check_is_read(version: SubmissionVersion, version_id: int | None) -> None:
    if version_id not in {None, version.pk}:
        raise ValidationError(_("A newer version was handed in. Read it before deciding."), code="stale")
