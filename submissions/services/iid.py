"""Filling the sheet of an innovation for the Indeks Inovasi Daerah."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.files import validate_upload
from innovation_portal.utils.stored_files import stored
from submissions.iid.scoring import level_of
from submissions.models import (
    AssessedIndicator,
    Evidence,
    IidAssessment,
    Indicator,
    IndicatorFile,
    IndicatorTable,
    Innovation,
)
from submissions.rules import works_for
from submissions.selectors.iid import latest_submission

# What of a proposal says the same as a field of the ministry's form (domain notes 1.7 and 2.2).
DESIGN_SECTIONS, RESULT_SECTION = ("latar-belakang", "kebaruan", "implementasi"), "signifikansi"
# Enough for one indicator; keeps one sheet from filling the disk.
MOST_FILES = 5


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of one indicator. `value` decides the level where the indicator counts something."""

    level: int = 0
    value: int | None = None
    note: str = ""
    evidence_ids: Collection[int] = ()
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class IidFacts:
    """What the form of the ministry asks for beside the indicators (domain notes 2.2)."""

    initiator: str = ""
    tried_on: date | None = None
    applied_on: date | None = None
    design: str = ""
    purpose: str = ""
    benefit: str = ""
    result: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@transaction.atomic
def start_assessment(innovation_id: int, table_id: int, *, actor) -> IidAssessment:
    """Return the sheet of the innovation for the table, made where there is none. Again: the same row.

    A new one begins with the day of use of the registry and, as a draft to work on, with the texts of the latest
    submission that say the same.
    """
    innovation = Innovation.objects.select_for_update(of=("self",), no_key=True).get(pk=innovation_id)
    if not works_for(actor, innovation.agency_id):
        raise PermissionDenied
    table = IndicatorTable.objects.get(pk=table_id)
    written = _written_before(innovation)
    assessment, is_new = IidAssessment.objects.get_or_create(
        innovation=innovation,
        table=table,
        defaults={
            "started_by": actor,
            "started_at": clock.now(),
            "updated_at": clock.now(),
            "applied_on": innovation.started_on,
            "design": "\n\n".join(written[code] for code in DESIGN_SECTIONS if written.get(code)),
            "result": written.get(RESULT_SECTION, ""),
        },
    )
    if is_new:
        log(innovation, "submissions.start_iid_sheet", user=actor, data={"year": table.year})
    return assessment


@transaction.atomic
def save_indicators(assessment_id: int, *, actor, revision: int, said: Mapping[int, Said]) -> IidAssessment:
    """Write down what is said of the indicators with these numbers; the others stay as they are.

    `revision` is the one the sheet was opened with. Saying what is stored already changes nothing. Raises `stale`,
    with the numbers in `params`, when somebody else has said something different of one of them since, and then
    stores nothing; `wrong_level`, `foreign_evidence` for what the indicator or the innovation does not have.
    """
    assessment = _writable(assessment_id, actor)
    indicators = {one.number: one for one in assessment.table.indicators.prefetch_related("levels")}
    stored = assessment.assessed.select_related("indicator").prefetch_related("evidence")
    rows = {row.indicator.number: row for row in stored}
    known = set(Evidence.objects.filter(submission__innovation=assessment.innovation_id).values_list("pk", flat=True))
    changed = {}
    for number, one in said.items():
        settled = _settled(indicators[number], one, known)
        if not _is_stored(rows.get(number), settled):
            changed[number] = settled
    stale = [number for number in changed if number in rows and rows[number].revision > revision]
    if stale:
        message = _("Somebody else has changed indicator %(numbers)s meanwhile.")
        numbers = ", ".join(str(number) for number in sorted(stale))
        raise ValidationError(message, code="stale", params={"numbers": numbers, "stale": sorted(stale)})
    if changed:
        _next_revision(assessment)
    for number, one in changed.items():
        row = rows.get(number) or AssessedIndicator(assessment=assessment, indicator=indicators[number])
        row.level, row.value, row.note, row.origin = one.level, one.value, one.note, one.origin
        row.revision, row.edited_by, row.edited_at = assessment.revision, actor, clock.now()
        row.save()
        row.evidence.set(one.evidence_ids)
    return assessment


@transaction.atomic
def save_iid_facts(assessment_id: int, *, actor, revision: int, facts: IidFacts) -> IidAssessment:
    """Write down what the form asks for beside the indicators.

    Raises `stale` when somebody saved other facts since `revision`, and `trial_after_use` by field. Again: unchanged.
    """
    assessment = _writable(assessment_id, actor)
    if all(getattr(assessment, one.name) == getattr(facts, one.name) for one in fields(facts)):
        return assessment
    if assessment.facts_revision != revision:
        raise ValidationError(_("Somebody else has saved these facts meanwhile."), code="stale")
    if facts.tried_on and facts.applied_on and facts.tried_on > facts.applied_on:
        message = _("The trial comes before the use.")
        raise ValidationError({"tried_on": ValidationError(message, code="trial_after_use")})
    for one in fields(facts):
        setattr(assessment, one.name, getattr(facts, one.name))
    assessment.full_clean(exclude=["table", "innovation", "started_by"])
    assessment.facts_revision += 1
    assessment.updated_at = clock.now()
    assessment.save()
    return assessment


@transaction.atomic
def add_indicator_file(assessment_id: int, number: int, *, actor, upload: File) -> IndicatorFile:
    """Store a file for the indicator with this number; raises what `validate_upload` raises, and `too_many`.

    The same file again returns the same row.
    """
    assessment = _writable(assessment_id, actor)
    indicator = Indicator.objects.get(table=assessment.table_id, number=number)
    checked = validate_upload(upload)
    files = assessment.files.filter(indicator=indicator)
    if same := files.filter(sha256=checked.sha256).first():
        return same
    if files.count() >= MOST_FILES:
        message = _("There are %(most)s files for this indicator already. Remove one first.")
        raise ValidationError(message, code="too_many", params={"most": MOST_FILES})
    file = IndicatorFile.objects.create(
        assessment=assessment,
        indicator=indicator,
        **stored(checked),
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
    _touch(assessment)
    return file


@transaction.atomic
def remove_indicator_file(file_id: int, *, actor) -> None:
    """Delete a file of an indicator. What is gone already raises `IndicatorFile.DoesNotExist`."""
    file = IndicatorFile.objects.select_related("indicator").get(pk=file_id)
    assessment = _writable(file.assessment_id, actor)
    _touch(assessment)
    data = {"file": file.original_name, "sha256": file.sha256, "indicator": file.indicator.number}
    log(assessment.innovation, "submissions.remove_iid_file", user=actor, data=data)
    kept = file.file
    file.delete()
    transaction.on_commit(lambda: kept.delete(save=False))


def _written_before(innovation: Innovation) -> dict[str, str]:
    """Return the texts of the latest submission by the code of their section."""
    submission = latest_submission(innovation)
    answers = submission.answers.select_related("section") if submission else ()
    return {answer.section.code: answer.text.strip() for answer in answers}


def _writable(assessment_id: int, actor) -> IidAssessment:
    """Return the sheet, locked for the running transaction, for a member of the agency of its innovation."""
    rows = IidAssessment.objects.select_for_update(of=("self",), no_key=True)
    assessment = rows.select_related("table", "innovation").get(pk=assessment_id)
    if not works_for(actor, assessment.innovation.agency_id):
        raise PermissionDenied
    return assessment


def _settled(indicator: Indicator, said: Said, known: Collection[int]) -> Said:
    """Return what is stored of this: the level from the number where there is one."""
    value = said.value if indicator.unit else None
    level = said.level if value is None else level_of(value, indicator.ranges)
    if level not in {0, *(one.parameter for one in indicator.levels.all())}:
        raise ValidationError(_("Choose one of the levels."), code="wrong_level")
    if not set(said.evidence_ids) <= set(known):
        raise ValidationError(_("Choose evidence of this innovation."), code="foreign_evidence")
    return Said(
        level=level, value=value, note=said.note.strip(), evidence_ids=set(said.evidence_ids), origin=said.origin
    )


def _is_stored(row: AssessedIndicator | None, said: Said) -> bool:
    if row is None:
        return said == Said(evidence_ids=set())
    stored = (row.level, row.value, row.note, {one.pk for one in row.evidence.all()})
    return stored == (said.level, said.value, said.note, said.evidence_ids)


def _next_revision(assessment: IidAssessment) -> None:
    assessment.revision += 1
    assessment.updated_at = clock.now()
    assessment.save(update_fields=["revision", "updated_at"])


def _touch(assessment: IidAssessment) -> None:
    assessment.updated_at = clock.now()
    assessment.save(update_fields=["updated_at"])
