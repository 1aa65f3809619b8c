from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import CommentPolicy, KeptMarks, RoundState, SheetState
from judging.models import Assignment, Round, Rubric, Score, SheetReopening
from judging.selectors.rubrics import RubricChange, concerned_sheets, problem_of_weights, rubric_change_of
from judging.selectors.sheets import kept_contents
from judging.services.allocation import check_current
from judging.services.locks import lock_round


@transaction.atomic
def replace_rubric(round_id: int, *, actor, rubric: Rubric, reason: str, keeps: str, expected: str = "") -> Round:
    """Move an open round to another rubric, freeze that one and give every started sheet back. Again: changes nothing.

    `keeps` is one of `KeptMarks`: what stays of the marks. Remarks stay, and how each sheet was is kept for ever. Who
    has dropped out cannot hand in again, so such a sheet is withdrawn and its entry needs another judge. Each other
    judge of a started sheet gets one mail. `expected` is the digest of the `RubricChange` that was looked at.

    Raises `not_open`, `closed` where sheets could not come in again, `frozen`, `weights`, `reason_required`, `stale`.
    """
    round_ = lock_round(round_id)
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.rubric_id == rubric.pk:
        return round_
    after = Rubric.objects.select_for_update().get(pk=rubric.pk)
    reason = reason.strip()[:250]
    _check_replaceable(round_, after, reason)
    change = rubric_change_of(round_, after)
    check_current(change.digest, expected)

    moment = clock.now()
    _keep_as_they_were(round_, actor=actor, reason=reason, moment=moment)
    _move_marks(round_, change, KeptMarks(keeps))
    after.frozen_at = moment
    after.save(update_fields=["frozen_at"])
    round_.rubric = after
    round_.save(update_fields=["rubric"])
    _give_back(round_, reason=reason, moment=moment)
    log(instance=round_, action="judging.replace_rubric", user=actor, data=_trace(change, reason, keeps))
    return round_


def _check_replaceable(round_: Round, after: Rubric, reason: str) -> None:
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("A rubric is replaced only while the round is open."), code="not_open")
    if not round_.accepts_sheets:
        raise ValidationError(
            _("The round has closed, so the sheets could not come in again. Let it close later first."), code="closed"
        )
    if after.frozen_at:
        raise ValidationError(_("This rubric is in use already. Copy it as a new version."), code="frozen")
    problem = problem_of_weights(after)
    if problem:
        raise ValidationError(problem, code="weights")
    if not reason:
        raise ValidationError(_("Say why the rubric is replaced; the judges read it."), code="reason_required")


def _keep_as_they_were(round_: Round, *, actor, reason: str, moment: datetime) -> None:
    sheets = concerned_sheets(round_)
    rubric = {"name": round_.rubric.name, "version": round_.rubric.version}
    SheetReopening.objects.bulk_create(
        SheetReopening(
            sheet_id=sheet,
            reason=reason,
            kept={**contents, "rubric": rubric},
            reopened_by=actor,
            reopened_at=moment,
        )
        for sheet, contents in kept_contents(sheets).items()
    )


def _move_marks(round_: Round, change: RubricChange, keeps: KeptMarks) -> None:
    """Put the marks that stay under the criterion of the same code, and take the others away."""
    scores = Score.objects.filter(sheet__in=concerned_sheets(round_).values("pk"))
    staying = [one for one in change.criteria if one.keeps_marks and keeps == KeptMarks.MATCHING]
    scores.exclude(criterion__in=[one.before.pk for one in staying]).delete()
    for one in staying:
        without_comment = {"comment": ""} if one.after.comment_policy == CommentPolicy.OFF else {}
        scores.filter(criterion=one.before).update(criterion=one.after, **without_comment)


def _give_back(round_: Round, *, reason: str, moment: datetime) -> None:
    """Make drafts of all sheets, with a new revision so that a page opened before cannot save over them."""
    sheets = concerned_sheets(round_)
    judges = {sheet.assignment.panelist.judge for sheet in sheets if sheet.assignment.panelist.left_at is None}
    sheets.order_by().update(state=SheetState.DRAFT, submitted_at=None, updated_at=moment, revision=F("revision") + 1)
    gone = Assignment.objects.filter(round=round_, recused_at=None, panelist__left_at__isnull=False)
    gone.update(recused_at=moment)
    judges = sorted(judges, key=lambda judge: judge.pk)
    send_message("rubric_replaced", judges, about=round_, deadline=round_.closes_at, round=round_, reason=reason)


def _trace(change: RubricChange, reason: str, keeps: str) -> dict[str, str | int]:
    sheets = change.drafts + change.handed_in + change.left
    return {
        "before": str(change.before),
        "after": str(change.after),
        "reason": reason,
        "keeps": keeps,
        "sheets": sheets,
    }
