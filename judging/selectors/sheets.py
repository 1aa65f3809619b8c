from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Avg, Count, Max, Min
from django.utils.translation import gettext as _

from judging.enums import CommentPolicy, ScoreState, SheetState
from judging.models import Assignment, Criterion, Score, ScoreSheet, SheetReopening
from judging.scoring.means import highest_proved


@dataclass(frozen=True)
class Mark:
    """What a judge says about one criterion: a whole number on the rubric's scale, or why there is none.

    Where levels are proved, `proof` holds the words for the evidence of each ticked level; the value follows.
    """

    state: str = ScoreState.NOT_YET
    value: int | None = None
    comment: str = ""
    proof: Mapping[str, str] = field(default_factory=dict)


def proved_mark(proof: Mapping[str, str], comment: str = "") -> Mark:
    """The mark of the ticked levels: the highest one whose evidence is named, 0 where none is."""
    return Mark(ScoreState.SCORED, highest_proved(proof), comment, proof)


@dataclass(frozen=True)
class Remarks:
    """What a judge says about a whole sheet: to the secretariat, to oneself, and how sure one is (1 to 3 or None)."""

    note: str = ""
    private_note: str = ""
    confidence: int | None = None


NO_REMARKS = Remarks()


def remarks_of(sheet: ScoreSheet | None) -> Remarks:
    return Remarks(sheet.note, sheet.private_note, sheet.confidence) if sheet else NO_REMARKS


def marks_of(sheet: ScoreSheet | None) -> dict[int, Mark]:
    """The marks of a sheet by criterion id."""
    if sheet is None:
        return {}
    rows = Score.objects.filter(sheet=sheet).values_list("criterion_id", "state", "value", "comment", "proof")
    return {criterion: Mark(*mark) for criterion, *mark in rows}


def kept_contents(sheets: Collection[ScoreSheet]) -> dict[int, dict[str, Any]]:
    """What a `SheetReopening` keeps of each sheet, by its id: the marks by code of the criterion, and its remarks."""
    marks: dict[int, dict[str, Any]] = {sheet.pk: {} for sheet in sheets}
    rows = Score.objects.filter(sheet__in=sheets).order_by("criterion__sort_order", "criterion_id")
    for sheet, code, state, value, comment, proof in rows.values_list(
        "sheet_id", "criterion__code", "state", "value", "comment", "proof"
    ):
        marks[sheet][code] = {
            "state": state,
            "value": value,
            "comment": comment,
            **({"proof": proof} if proof else {}),
        }
    return {
        sheet.pk: {
            "scores": marks[sheet.pk],
            "note": sheet.note,
            "confidence": sheet.confidence,
            "submitted_at": sheet.submitted_at and sheet.submitted_at.isoformat(),
        }
        for sheet in sheets
    }


@dataclass(frozen=True)
class ScaleMemory:
    """How a judge has used the scale of one criterion so far: on how many entries, and from where to where."""

    entries: int
    lowest: int
    mean: float
    highest: int


def scale_memory_of(assignment: Assignment) -> dict[int, ScaleMemory]:
    """Return, by criterion id, what this judge gave on the sheets that are in, without that of the assignment."""
    own = Score.objects.filter(
        sheet__assignment__panelist=assignment.panelist_id,
        sheet__assignment__recused_at=None,
        sheet__state=SheetState.SUBMITTED,
        state=ScoreState.SCORED,
    ).exclude(sheet__assignment=assignment.pk)
    rows = own.order_by().values_list("criterion").annotate(Count("pk"), Min("value"), Avg("value"), Max("value"))
    return {criterion: ScaleMemory(*figures) for criterion, *figures in rows}


@dataclass(frozen=True)
class MarkCount:
    """How complete a sheet is."""

    total: int
    scored: int
    without_score: int
    missing: list[str]

    @property
    def decided(self) -> int:
        return self.scored + self.without_score


def count_marks(criteria: Iterable[Criterion], marks: Mapping[int, Mark]) -> MarkCount:
    states = {criterion.name: marks.get(criterion.pk, Mark()).state for criterion in criteria}
    scored = sum(state == ScoreState.SCORED for state in states.values())
    missing = [name for name, state in states.items() if state == ScoreState.NOT_YET]
    return MarkCount(len(states), scored, len(states) - scored - len(missing), missing)


def last_reopening(sheet: ScoreSheet | None) -> SheetReopening | None:
    """Return why the chair gave the sheet back, while it is a draft again."""
    if sheet is None or sheet.submitted_at:
        return None
    return sheet.reopenings.select_related("reopened_by").last()


def problems_of_marks(criteria: Iterable[Criterion], marks: Mapping[int, Mark]) -> list[ValidationError]:
    """Everything that keeps a sheet from being submitted; empty if it may be.

    Each error has the code `incomplete` and the criterion's id in `params["criterion"]`, or None for the whole sheet.
    """
    criteria = list(criteria)
    problems = [problem for criterion in criteria for problem in _problems(criterion, marks.get(criterion.pk, Mark()))]
    if criteria and not any(mark.state == ScoreState.SCORED for mark in marks.values()):
        problems.append(
            _problem(_("Score at least one criterion. If you cannot judge this entry at all, withdraw from it."), None)
        )
    return problems


def _problems(criterion: Criterion, mark: Mark) -> Iterable[ValidationError]:
    name = {"name": criterion.name}
    if mark.state == ScoreState.NOT_YET:
        if criterion.is_required:
            yield _problem(_("Choose a score for %(name)s, or say that you abstain.") % name, criterion.pk)
        return
    for level in sorted(int(level) for level, words in mark.proof.items() if not words.strip()):
        yield _problem(
            _("Name the evidence for level %(level)s of %(name)s, or take its tick away.") % {"level": level, **name},
            criterion.pk,
        )
    if criterion.comment_policy == CommentPolicy.OFF or mark.comment.strip():
        return
    if mark.state != ScoreState.SCORED:
        yield _problem(_("Say in the comment why you give no score for %(name)s.") % name, criterion.pk)
    elif criterion.comment_policy == CommentPolicy.REQUIRED:
        yield _problem(_("Write a comment on %(name)s; it is required here.") % name, criterion.pk)


def _problem(message: str, criterion_id: int | None) -> ValidationError:
    return ValidationError(message, code="incomplete", params={"criterion": criterion_id})
