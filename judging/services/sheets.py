from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from judging.enums import CommentPolicy, ScoreState, SheetState
from judging.models import Assignment, Rubric, Score, ScoreSheet
from judging.selectors.conflicts import automatic_conflict
from judging.selectors.sheets import Mark, marks_of, problems_of_marks
from judging.services.conflicts import check_undecided, lock_own_assignment


@transaction.atomic
def save_sheet(assignment_id: int, *, actor, revision: int, scores: Mapping[int, Mark], note: str = "") -> ScoreSheet:
    """Store the draft of a sheet: the marks by criterion id, complete or not.

    `revision` is the one the form was opened with. Again with the same contents: changes nothing. Raises `stale` if
    other contents were saved since the form was opened, `submitted`, `closed`, `sealed`, `recused`, `undeclared` or
    `conflict` if the sheet cannot be written, `invalid` for a score off the scale. A criterion that is not in `scores`
    goes back to "not yet".
    """
    assignment = lock_own_assignment(assignment_id, actor=actor)
    _check_writable(assignment)
    sheet, _created = ScoreSheet.objects.get_or_create(assignment=assignment)
    if sheet.state == SheetState.SUBMITTED:
        raise ValidationError(_("You have submitted this sheet; it can only be read."), code="submitted")
    rows = list(_rows(sheet, assignment.round.rubric, scores))
    if sheet.revision != revision:
        if sheet.note == note and marks_of(sheet) == {row.criterion_id: _mark(row) for row in rows}:
            return sheet
        raise ValidationError(
            _("This sheet was saved elsewhere, perhaps in another window, after you opened it here."), code="stale"
        )
    Score.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["state", "value", "comment"]
    )
    sheet.note, sheet.revision, sheet.updated_at = note, revision + 1, clock.now()
    sheet.save(update_fields=["note", "revision", "updated_at"])
    return sheet


@transaction.atomic
def submit_sheet(assignment_id: int, *, actor) -> ScoreSheet:
    """Hand in a sheet that is complete. Again: returns it as it is.

    Raises `ValidationError` with one `incomplete` error per missing mark, see `problems_of_marks`.
    """
    assignment = lock_own_assignment(assignment_id, actor=actor)
    sheet = ScoreSheet.objects.filter(assignment=assignment).first()
    if sheet and sheet.state == SheetState.SUBMITTED:
        return sheet
    _check_writable(assignment)
    problems = problems_of_marks(assignment.round.rubric.criteria.all(), marks_of(sheet))
    if problems:
        raise ValidationError(problems)
    sheet.state, sheet.submitted_at = SheetState.SUBMITTED, clock.now()
    sheet.save(update_fields=["state", "submitted_at"])
    return sheet


def _check_writable(assignment: Assignment) -> None:
    check_undecided(assignment)
    if assignment.cleared_at is None:
        raise ValidationError(_("Declare first whether you have a conflict of interest."), code="undeclared")
    if not assignment.round.accepts_sheets:
        raise ValidationError(_("This round is closed; sheets are no longer accepted."), code="closed")
    reason = automatic_conflict(assignment)
    if reason:
        raise ValidationError(reason, code="conflict")


def _rows(sheet: ScoreSheet, rubric: Rubric, scores: Mapping[int, Mark]) -> Iterable[Score]:
    for criterion in rubric.criteria.all():
        mark = scores.get(criterion.pk, Mark())
        is_scored = mark.state == ScoreState.SCORED
        if is_scored and not 1 <= (mark.value or 0) <= rubric.scale_maximum:
            raise ValidationError(
                _("A score is a whole number from 1 to %(maximum)s.") % {"maximum": rubric.scale_maximum},
                code="invalid",
            )
        yield Score(
            sheet=sheet,
            criterion=criterion,
            state=mark.state,
            value=mark.value if is_scored else None,
            comment="" if criterion.comment_policy == CommentPolicy.OFF else mark.comment,
        )


def _mark(row: Score) -> Mark:
    return Mark(row.state, row.value, row.comment)
