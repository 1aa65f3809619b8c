from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from judging.enums import CommentPolicy, ScoreState
from judging.models import Criterion, Score, ScoreSheet, SheetReopening


@dataclass(frozen=True)
class Mark:
    """What a judge says about one criterion: a whole number on the rubric's scale, or why there is none."""

    state: str = ScoreState.NOT_YET
    value: int | None = None
    comment: str = ""


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
    rows = Score.objects.filter(sheet=sheet).values_list("criterion_id", "state", "value", "comment")
    return {criterion: Mark(state, value, comment) for criterion, state, value, comment in rows}


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
    if criterion.comment_policy == CommentPolicy.OFF or mark.comment.strip():
        return
    if mark.state != ScoreState.SCORED:
        yield _problem(_("Say in the comment why you give no score for %(name)s.") % name, criterion.pk)
    elif criterion.comment_policy == CommentPolicy.REQUIRED:
        yield _problem(_("Write a comment on %(name)s; it is required here.") % name, criterion.pk)


def _problem(message: str, criterion_id: int | None) -> ValidationError:
    return ValidationError(message, code="incomplete", params={"criterion": criterion_id})
