from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import AwardState, RoundState
from judging.models import Award, ResultRun, Round
from judging.selectors.seals import last_seal_of, seal_document
from judging.services.results import check_current, lock_for_chair
from submissions.models import Edition


@transaction.atomic
def seal_result(run_id: int, *, actor) -> ResultRun:
    """Make a confirmed run final and close its round: no sheet, conflict or seat changes after this. Again: nothing.

    Everything that the result depends on is written down as canonical JSON, hashed, and chained to the seal before it
    in the edition. Only the chair may, superusers included. Raises `unconfirmed`, `other_sealed` or `stale`.
    """
    run, round_ = lock_for_chair(run_id, actor)
    if run.sealed_at:
        return run
    if round_.state == RoundState.SEALED:
        raise ValidationError(_("Another result of this round is sealed already."), code="other_sealed")
    if not run.confirmed_at:
        raise ValidationError(_("Confirm the result before you seal it."), code="unconfirmed")
    check_current(run, round_)
    edition = Edition.objects.select_for_update(no_key=True).get(pk=round_.edition_id)  # one link after the other
    run.sealed_by, run.sealed_at = actor, clock.now()
    run.seal = seal_document(run, previous=last_seal_of(edition))
    run.seal_hash = hash_of(run.seal)
    run.save(update_fields=["sealed_by", "sealed_at", "seal", "seal_hash"])
    _set_state(round_, RoundState.SEALED)
    log(instance=run, action="judging.seal", user=actor, data={"seal_hash": run.seal_hash})
    return run


@transaction.atomic
def reopen_result(run_id: int, *, actor, reason: str) -> ResultRun:
    """Open a sealed round again, with a reason that is shown for ever; its seal stays as a link of the chain.

    The next calculation makes the next version. Again: changes nothing. Only the chair may. Raises `reason_required`,
    `not_sealed`, `announced` once awards were made from it, or `later_begun` if the next round has started with it.
    """
    run, round_ = lock_for_chair(run_id, actor)
    if run.reopened_at:
        return run
    if not run.sealed_at:
        raise ValidationError(_("Only a sealed result can be reopened."), code="not_sealed")
    if not reason.strip():
        raise ValidationError(
            _("Say why the result is reopened. The reason is shown for ever."), code="reason_required"
        )
    _check_not_used(run, round_)
    run.reopened_by, run.reopened_at, run.reopening_reason = actor, clock.now(), reason.strip()
    run.save(update_fields=["reopened_by", "reopened_at", "reopening_reason"])
    _set_state(round_, RoundState.OPEN)
    log(instance=run, action="judging.reopen", user=actor, data={"reason": run.reopening_reason})
    return run


def _check_not_used(run: ResultRun, round_: Round) -> None:
    if Award.objects.filter(run=run).exclude(state=AwardState.REVOKED).exists():
        raise ValidationError(
            _("Awards were announced from this result. Revoke them before it is reopened."), code="announced"
        )
    later = Round.objects.select_for_update().filter(edition=round_.edition_id, number__gt=round_.number)
    if any(each.state != RoundState.PREPARATION for each in later):
        raise ValidationError(
            _("The next round has begun with what this result let through, so it stays sealed."), code="later_begun"
        )


def _set_state(round_: Round, state: RoundState) -> None:
    round_.state = state
    round_.save(update_fields=["state"])
