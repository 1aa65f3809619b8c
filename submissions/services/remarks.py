"""What a verifier says about single parts of a submission."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from submissions.enums import DossierPart
from submissions.models import Edition, PartRemark, ReasonCode, Submission, Verification, VerificationProposal
from submissions.selectors.editions import template_of
from submissions.selectors.verdicts import words_of


@dataclass(frozen=True)
class Remark:
    """Reasons and a text about one part; `section_id` belongs to the part "section" alone."""

    part: DossierPart
    section_id: int | None = None
    reason_ids: Collection[int] = ()
    text: str = ""


@dataclass(frozen=True)
class CheckedRemark:
    """A remark that may be stored: its row, not yet saved, and its reasons."""

    row: PartRemark
    reasons: list[ReasonCode]

    @property
    def told(self) -> str:
        return f"{self.row.label}:\n{self.row.words}"


def checked_reasons(edition: Edition, reason_ids: Collection[int]) -> list[ReasonCode]:
    """Return the reasons in their order; one that is not of this edition is refused (code "unknown_reason")."""
    reasons = list(edition.reason_codes.filter(pk__in=reason_ids))
    if len(reasons) != len(set(reason_ids)):
        raise ValidationError(_("One of the reasons does not belong to this edition."), code="unknown_reason")
    return reasons


def checked_remarks(submission: Submission, remarks: Collection[Remark]) -> list[CheckedRemark]:
    """Return the remarks that say something, ready to be stored.

    Refuses sections of another template ("unknown_section"), reasons of another edition ("unknown_reason") and a part
    that is named twice ("part_twice").
    """
    said = [remark for remark in remarks if remark.reason_ids or remark.text.strip()]
    if len({(remark.part, remark.section_id) for remark in said}) != len(said):
        raise ValidationError(_("A part has two remarks."), code="part_twice")
    if not said:
        return []
    titles = dict(template_of(submission).sections.values_list("pk", "title"))
    reasons = {reason.pk: reason for reason in submission.edition.reason_codes.all()}
    return [_checked(remark, titles, reasons) for remark in said]


def store_remarks(remarks: Collection[CheckedRemark], judged: Verification | VerificationProposal) -> None:
    for remark in remarks:
        if isinstance(judged, Verification):
            remark.row.verification = judged
        else:
            remark.row.proposal = judged
        remark.row.save()
        remark.row.reasons.set(remark.reasons)


def _checked(remark: Remark, titles: dict[int, str], reasons: dict[int, ReasonCode]) -> CheckedRemark:
    is_section = remark.part == DossierPart.SECTION
    if is_section != (remark.section_id is not None) or (is_section and remark.section_id not in titles):
        raise ValidationError(_("One of the sections does not belong to this edition."), code="unknown_section")
    if not set(remark.reason_ids) <= set(reasons):
        raise ValidationError(_("One of the reasons does not belong to this edition."), code="unknown_reason")
    named = [reason for pk, reason in reasons.items() if pk in remark.reason_ids]
    row = PartRemark(
        part=remark.part,
        section_id=remark.section_id,
        title=titles.get(remark.section_id, ""),
        text=remark.text.strip(),
        words=words_of(named, remark.text),
    )
    return CheckedRemark(row, named)
