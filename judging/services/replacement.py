from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import RoundState
from judging.models import Assignment, Panelist, Round
from judging.selectors.departures import Departure, departure_of, released_with
from judging.services.allocation import assign, check_current
from judging.services.locks import lock_round


@transaction.atomic
def replace_judge(
    panelist_id: int, *, actor, reason: str, keeps_sheets: bool = True, expected: str = ""
) -> list[Assignment]:
    """Let a judge drop out of an open round and give the open entries to others. Again: changes nothing.

    Drafts stay stored and do not count. Sheets that are in go on counting unless `keeps_sheets` is False: then their
    assignments are withdrawn too, which every later result names. Who takes over is what `departure_of` shows, as far
    as rules let it: entries that nobody may take over stay short, because the judge is gone all the same. `expected`
    is the digest of what was looked at. Whoever drops out gets one mail, those who take over that of an allocation.

    Raises `own_seat`, `not_open`, `chair`, `reason_required` or `stale`.
    """
    seat = Panelist.objects.select_related("judge").get(pk=panelist_id)
    round_ = lock_round(seat.round_id)
    seat.refresh_from_db(fields=["left_at", "is_chair"])  # another request may have held the lock before
    _check_may_leave(seat, round_, actor)
    if seat.left_at:
        return []
    if not reason.strip():
        raise ValidationError(_("Say in a few words why the judge drops out."), code="reason_required")
    seat.round = round_
    departure = departure_of(seat, keeps_sheets=keeps_sheets)
    check_current(departure.digest, expected)

    moment = clock.now()
    released_with(seat, keeps_sheets=keeps_sheets).update(recused_at=moment)
    seat.left_at, seat.left_reason = moment, reason.strip()[:250]
    seat.save(update_fields=["left_at", "left_reason"])
    made = assign(round_, departure.plan, pairs=departure.plan.pairs)
    send_message("judge_relieved", [seat.judge], about=round_, round=round_)
    log(instance=round_, action="judging.replace", user=actor, data=_trace(departure, len(made)))
    return made


def _check_may_leave(seat: Panelist, round_: Round, actor) -> None:
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if seat.judge == actor:
        raise ValidationError(
            _("Nobody takes themselves out of a panel. Ask another member of the secretariat."), code="own_seat"
        )
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("A judge drops out only while the round is open."), code="not_open")
    if seat.is_chair:
        raise ValidationError(
            _("%(judge)s chairs the jury. Name another chair first.") % {"judge": seat.judge}, code="chair"
        )


def _trace(departure: Departure, taken_over: int) -> dict[str, str | int]:
    seat = departure.seat
    left_out = 0 if departure.keeps_sheets else departure.handed_in
    return {"judge": seat.judge.name, "reason": seat.left_reason, "sheets_left_out": left_out, "count": taken_over}
