from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState
from judging.models import Panelist, ResultRow, ResultRun, Round
from judging.scoring.outcome import outcome_of
from judging.scoring.report import report_of
from judging.selectors.entries import numbers_of
from judging.selectors.progress import entries_below_least, outstanding_sheets
from judging.selectors.results import inputs_of, may_see_scores, values_of
from judging.selectors.rounds import least_sheets
from judging.services.locks import lock_round


@transaction.atomic
def calculate_result(round_id: int, *, actor) -> ResultRun:
    """Rank the entries by the sheets that are in and keep inputs and places as a new, unsealed run.

    Every call makes a run of its own. Raises `not_open` before the round opens and after its seal, and
    `PermissionDenied` for whoever may not see scores.
    """
    round_ = lock_round(round_id)
    if not may_see_scores(actor, round_):
        raise PermissionDenied
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("Only an open round can be calculated."), code="not_open")
    inputs = inputs_of(round_)
    outcome = outcome_of(inputs)
    run = ResultRun.objects.create(
        round=round_,
        number=(round_.result_runs.aggregate(last=Max("number"))["last"] or 0) + 1,
        method=outcome.method,
        statistics=report_of(outcome),
        software_version=inputs["software"],
        inputs=inputs,
        inputs_hash=hash_of(inputs),
        calculated_by=actor,
        calculated_at=clock.now(),
    )
    ResultRow.objects.bulk_create(ResultRow(run=run, **values_of(standing)) for standing in outcome.standings)
    log(instance=run, action="judging.calculate", user=actor)
    return run


@transaction.atomic
def confirm_result(run_id: int, *, actor) -> ResultRun:
    """Let the chair say that a run is right. Again: changes nothing.

    Raises `outstanding` while the round still waits for sheets, `too_few_sheets` if an entry has fewer than the
    rule of the round asks for, `stale` if anything the run depends on changed since.
    """
    run, round_ = lock_for_chair(run_id, actor)
    if run.confirmed_at:
        return run
    check_current(run, round_)
    outstanding = outstanding_sheets(round_)
    if outstanding:
        raise ValidationError(
            _("%(count)s sheets are not in yet. Wait for them, or for the round to close.") % {"count": outstanding},
            code="outstanding",
        )
    _check_least_sheets(round_)
    run.confirmed_by, run.confirmed_at = actor, clock.now()
    run.save(update_fields=["confirmed_by", "confirmed_at"])
    log(instance=run, action="judging.confirm", user=actor)
    return run


def lock_for_chair(run_id: int, actor) -> tuple[ResultRun, Round]:
    """Return the run, and its round locked. Only the chair may, superusers included."""
    run = ResultRun.objects.defer("inputs").get(pk=run_id)
    round_ = lock_round(run.round_id)
    is_chair = Panelist.objects.filter(round=round_, judge=actor, is_chair=True).exists()
    if not is_chair or not may_see_scores(actor, round_):
        raise PermissionDenied
    # Another request may have held the lock before.
    run.refresh_from_db(fields=["confirmed_by", "confirmed_at", "sealed_at", "reopened_at"])
    return run, round_


def check_current(run: ResultRun, round_: Round) -> None:
    """Raise `stale` if anything that the run depends on has changed since."""
    if hash_of(inputs_of(round_)) != run.inputs_hash:
        raise ValidationError(
            _("Sheets, withdrawals or entries changed after this calculation. Calculate again."), code="stale"
        )


def _check_least_sheets(round_: Round) -> None:
    entries, least = entries_below_least(round_), least_sheets(round_)
    if entries:
        raise ValidationError(
            ngettext(
                "%(count)s entry has fewer than %(least)s sheets: %(entries)s.",
                "%(count)s entries have fewer than %(least)s sheets: %(entries)s.",
                len(entries),
            ),
            code="too_few_sheets",
            params={"count": len(entries), "least": least, "entries": numbers_of(entries)},
        )
