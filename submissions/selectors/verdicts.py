"""What the secretariat said when it returned or rejected a submission, as the agency reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from submissions.enums import DossierPart, SubmissionStatus
from submissions.models import PartRemark, ReasonCode, Submission, Verification
from submissions.selectors.submissions import reasons_of
from submissions.selectors.templates import sections_in_use

PAGES = {
    DossierPart.FACTS: "facts-edit",
    DossierPart.EVIDENCE: "submission-review",
    DossierPart.INNOVATORS: "innovators-edit",
    DossierPart.DECLARATIONS: "submission-review",
}


@dataclass(frozen=True)
class PlacedRemark:
    """A remark, the section that it is about as it is asked for now, and while it can be mended the page where."""

    remark: PartRemark
    section_id: int | None
    url: str


@dataclass(frozen=True)
class Verdict:
    """The answer that still stands: what was said in general, and what about single parts."""

    comment: str
    actor: object
    at: datetime
    remarks: list[PlacedRemark]

    def about(self, part: DossierPart, section_id: int | None = None) -> list[PartRemark]:
        return [
            placed.remark for placed in self.remarks if (placed.remark.part, placed.section_id) == (part, section_id)
        ]


def verdict_on(submission: Submission) -> Verdict | None:
    """Return why the submission was returned or rejected, while that still stands."""
    event = reasons_of(submission)
    if event is None:
        return None
    decisions = Verification.objects.filter(version__submission=submission, at__gte=event.at)
    decision = decisions.prefetch_related("reasons", "remarks").first()
    if decision is None or not decision.remarks.all():
        return Verdict(event.comment, event.actor, event.at, [])
    general = words_of(decision.reasons.all(), decision.note)
    return Verdict(general, event.actor, event.at, _placed(decision.remarks.all(), submission))


def words_of(reasons: Iterable[ReasonCode], text: str) -> str:
    """Return reasons and text as the agency reads them."""
    return "\n".join([*(f"• {reason}" for reason in reasons), text.strip()]).strip()


def _placed(remarks: Iterable[PartRemark], submission: Submission) -> list[PlacedRemark]:
    present = sections_in_use(submission)
    ids = [(remark, present.get(remark.section_id)) for remark in remarks]
    return [PlacedRemark(remark, pk, _place_of(remark, pk, submission)) for remark, pk in ids]


def _place_of(remark: PartRemark, section_id: int | None, submission: Submission) -> str:
    if submission.status != SubmissionStatus.RETURNED:
        return ""
    if remark.part == DossierPart.SECTION:
        return reverse("submissions:section-edit", args=[submission.pk, section_id]) if section_id else ""
    return reverse(f"submissions:{PAGES[DossierPart(remark.part)]}", args=[submission.pk])
