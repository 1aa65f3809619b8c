from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import CommentPolicy, RubricScale, ScoreState, SheetState
from judging.models import Assignment, Panelist, Rubric, Score, ScoreSheet, SheetReopening
from judging.scoring.means import highest_proved
from judging.selectors.conflicts import automatic_conflict, is_tied
from judging.selectors.results import may_see_scores
from judging.selectors.sheets import (
    NO_REMARKS,
    Mark,
    Remarks,
    kept_contents,
    marks_of,
    problems_of_marks,
    remarks_of,
)
from judging.services.conflicts import check_undecided, lock_own_assignment
from judging.services.locks import lock_round


@transaction.atomic
def save_sheet(
    assignment_id: int, *, actor, revision: int, scores: Mapping[int, Mark], remarks: Remarks = NO_REMARKS
) -> ScoreSheet:
    """Store the draft of a sheet: the marks by criterion id, complete or not, and what is said about all of it.

    `revision` is the one the form was opened with. Again with the same contents: changes nothing. Raises `stale` if
    other contents were saved since the form was opened, `submitted`, `closed`, `sealed`, `recused`, `undeclared` or
    `conflict` if the sheet cannot be written, `invalid` for a score off the scale. A criterion that is not in `scores`
    goes back to "not yet"; one that the rubric does not have is `stale`, since the rubric was replaced meanwhile.
    Where levels are proved, the value of a mark follows from its `proof`.
    """
    assignment = lock_own_assignment(assignment_id, actor=actor)
    _check_writable(assignment)
    sheet, _created = ScoreSheet.objects.get_or_create(assignment=assignment)
    if sheet.state == SheetState.SUBMITTED:
        raise ValidationError(_("You have submitted this sheet; it can only be read."), code="submitted")
    rows = list(_rows(sheet, assignment.round.rubric, scores))
    if sheet.revision != revision:
        if remarks_of(sheet) == remarks and marks_of(sheet) == {row.criterion_id: _mark(row) for row in rows}:
            return sheet
        raise ValidationError(
            _("This sheet was saved elsewhere, perhaps in another window, after you opened it here."), code="stale"
        )
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["state", "value", "comment", "proof"],
    )
    sheet.note, sheet.private_note, sheet.confidence = remarks.note, remarks.private_note, remarks.confidence
    sheet.revision, sheet.updated_at = revision + 1, clock.now()
    sheet.save(update_fields=["note", "private_note", "confidence", "revision", "updated_at"])
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


@transaction.atomic
def reopen_sheet(assignment_id: int, *, actor, reason: str) -> ScoreSheet:
    """Give a submitted sheet back to its judge as a draft, with a reason, and keep how it was. Again: changes nothing.

    Only the chair may, once the own sheets are in, superusers included, and not of an entry that the chair has a
    conflict of interest with. Raises `reason_required`, `not_submitted`,
    `own_sheet`, and `gone` or `closed` when it could not be handed in again, because the judge has dropped out or the
    round does not accept sheets.
    """
    assignment = Assignment.objects.select_related("panelist__judge", "round").get(pk=assignment_id)
    round_ = lock_round(assignment.round_id)
    if not round_.panel.filter(judge=actor, is_chair=True).exists() or not may_see_scores(actor, round_):
        raise PermissionDenied
    if is_tied(actor, round_, assignment.version_id):
        raise PermissionDenied
    sheet = ScoreSheet.objects.select_for_update().filter(assignment=assignment).first()
    if sheet is None or sheet.submitted_at is None:
        if sheet is not None and sheet.reopenings.exists():
            return sheet
        raise ValidationError(_("This sheet is not in yet, so its judge can still change it."), code="not_submitted")
    if assignment.panelist.judge_id == actor.pk:
        raise ValidationError(_("Nobody gives the own sheet back to themselves."), code="own_sheet")
    if Panelist.objects.filter(pk=assignment.panelist_id, left_at__isnull=False).exists():
        raise ValidationError(_("The judge has dropped out and could not hand the sheet in again."), code="gone")
    if not reason.strip():
        raise ValidationError(_("Say why the sheet goes back; its judge reads it."), code="reason_required")
    if not round_.accepts_sheets:
        raise ValidationError(_("The round has closed, so the sheet could not come in again."), code="closed")
    SheetReopening.objects.create(
        sheet=sheet,
        reason=reason.strip(),
        kept=kept_contents([sheet])[sheet.pk],
        reopened_by=actor,
        reopened_at=clock.now(),
    )
    sheet.state, sheet.submitted_at, sheet.updated_at = SheetState.DRAFT, None, clock.now()
    sheet.save(update_fields=["state", "submitted_at", "updated_at"])
    send_message(
        "sheet_reopened",
        [assignment.panelist.judge],
        about=round_,
        deadline=round_.closes_at,
        round=round_,
        assignment=assignment,
        reason=reason.strip(),
    )
    log(instance=round_, action="judging.reopen_sheet", user=actor, data={"sheet": sheet.pk, "reason": reason.strip()})
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
    criteria = {criterion.pk: criterion for criterion in rubric.criteria.all()}
    if not scores.keys() <= criteria.keys():
        raise ValidationError(_("The rubric was replaced after you opened this sheet."), code="stale")
    for criterion in criteria.values():
        mark = scores.get(criterion.pk, Mark())
        value = _value(rubric, mark)
        yield Score(
            sheet=sheet,
            criterion=criterion,
            state=mark.state,
            value=value,
            comment="" if criterion.comment_policy == CommentPolicy.OFF else mark.comment,
            proof={} if value is None else dict(mark.proof),
        )


def _value(rubric: Rubric, mark: Mark) -> int | None:
    if mark.state != ScoreState.SCORED:
        return None
    levels = range(1, rubric.scale_maximum + 1) if rubric.scale == RubricScale.PROVED else ()
    is_known = set(mark.proof) <= {str(level) for level in levels}
    value = highest_proved(mark.proof) if levels and is_known else mark.value
    if not is_known or value is None or not rubric.scale_minimum <= value <= rubric.scale_maximum:
        raise ValidationError(
            _("A score is a whole number from %(minimum)s to %(maximum)s.")
            % {"minimum": rubric.scale_minimum, "maximum": rubric.scale_maximum},
            code="invalid",
        )
    return value


def _mark(row: Score) -> Mark:
    return Mark(row.state, row.value, row.comment, row.proof)
