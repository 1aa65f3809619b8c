"""Two people for one decision, where the edition asks for them (`Edition.needs_second_verifier`)."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from submissions.enums import VerificationOutcome
from submissions.models import SubmissionVersion, VerificationProposal
from submissions.services.remarks import Remark
from submissions.services.submissions import check_actor, check_now, locked_submission
from submissions.workflow import TRANSITIONS


@dataclass(frozen=True)
class Judgement:
    """What a verifier says about a version, as plain data."""

    outcome: VerificationOutcome
    reason_ids: Collection[int] = ()
    note: str = ""
    remarks: Collection[Remark] = ()


def proposal_to_confirm(
    version: SubmissionVersion, *, actor, outcome: VerificationOutcome
) -> VerificationProposal | None:
    """Return somebody else's proposal of the same outcome, or `None` when this is a new opinion.

    Who has proposed already can only join somebody else: anything more is refused with "own_proposal", for superusers
    too. The caller has locked the submission.
    """
    same = version.proposals.filter(outcome=outcome).exclude(verifier=actor)
    confirmed = same.prefetch_related("reasons", "remarks__reasons").first()
    if confirmed is None and version.proposals.filter(verifier=actor).exists():
        text = _("You have proposed a decision already. Somebody else confirms it.")
        raise ValidationError(text, code="own_proposal")
    return confirmed


@transaction.atomic
def take_back_proposal(submission_id: int, *, actor) -> None:
    """Take the actor's own proposal about the latest version back while it waits for somebody else.

    The log keeps what it said. Where there is none, nothing happens; after a decision the code is "stale".
    """
    step, submission = TRANSITIONS["verify"], locked_submission(submission_id)
    check_actor(step, submission, actor)
    check_now(step, submission)
    version = submission.versions.order_by("-number").first()
    for proposal in version.proposals.filter(verifier=actor):
        said = {"outcome": proposal.get_outcome_display(), "note": proposal.note}
        log(submission, "submissions.take_back_proposal", user=actor, data=said)
        proposal.delete()


def joined(proposal: VerificationProposal, judgement: Judgement) -> Judgement:
    """Return what both people say together: every reason once, one note after the other, remarks part by part."""
    remarks = {}
    for remark in (*_remarks_of(proposal), *judgement.remarks):
        key = (remark.part, remark.section_id)
        remarks[key] = _together(remarks[key], remark) if key in remarks else remark
    return replace(
        judgement,
        reason_ids={*(reason.pk for reason in proposal.reasons.all()), *judgement.reason_ids},
        note=_lines(proposal.note, judgement.note),
        remarks=list(remarks.values()),
    )


def _remarks_of(proposal: VerificationProposal) -> list[Remark]:
    return [
        Remark(remark.part, remark.section_id, {reason.pk for reason in remark.reasons.all()}, remark.text)
        for remark in proposal.remarks.all()
    ]


def _together(first: Remark, second: Remark) -> Remark:
    return replace(
        first,
        reason_ids={*first.reason_ids, *second.reason_ids},
        text=_lines(first.text, second.text),
    )


def _lines(*texts: str) -> str:
    """Join the texts, each once."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
