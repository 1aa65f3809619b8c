from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import EntryOrder, RoundKind, RoundState
from judging.models import Round, SittingDay, Slot, SlotChange
from judging.selectors.timetables import (
    Position,
    facts_of,
    positions_for_move,
    positions_of,
    slots_of,
    timetable_of,
)
from judging.services.allocation import check_current
from judging.services.locks import lock_round
from submissions.models import Membership, Submission

ASIDE = 0  # a room that no day has


@transaction.atomic
def save_day(day: SittingDay, *, actor) -> SittingDay:
    """Store a day of presentations, new or changed. Raises `in_use` if a slot that stands would no longer fit."""
    round_ = _lock(day.round_id, actor)
    day.full_clean()
    if not day._state.adding:
        fitting = {(position.room, position.starts_at) for position in positions_of(round_, day)}
        if not fitting.issuperset(day.slots.values_list("room", "starts_at")):
            raise ValidationError(_("Slots of this day would no longer fit. Move them first."), code="in_use")
    day.save()
    log(instance=round_, action="judging.sitting_day", user=actor, data={"day": str(day.date)})
    return day


@transaction.atomic
def remove_day(day_id: int, *, actor) -> None:
    """Take a day without slots out of the timetable. Raises `in_use` otherwise."""
    day = SittingDay.objects.get(pk=day_id)
    round_ = _lock(day.round_id, actor)
    if day.slots.exists():
        raise ValidationError(_("This day has slots. Move or remove them first."), code="in_use")
    log(instance=round_, action="judging.sitting_day_removed", user=actor, data={"day": str(day.date)})
    day.delete()


@transaction.atomic
def make_timetable(round_id: int, *, actor, order: str = EntryOrder.DRAWN, expected: str = "") -> list[Slot]:
    """Give every entry that lacks one a slot, as `timetable_of` proposes; slots that stand stay.

    `expected` is the digest of the proposal that was looked at; raises `stale` if it would be another now. Again:
    makes only what is missing by then, so nothing.
    """
    round_ = _lock(round_id, actor)
    proposal = timetable_of(round_, proposes=True, order=order)
    check_current(proposal.digest, expected)
    slots = Slot.objects.bulk_create(
        Slot(round=round_, submission_id=one.entry.submission_id, **_where(one.position)) for one in proposal.proposed
    )
    if slots:
        log(instance=round_, action="judging.timetable", user=actor, data={"count": len(slots)})
    return slots


@transaction.atomic
def clear_timetable(round_id: int, *, actor) -> int:
    """Take away the slots of which no agency was told yet, and return how many. Again: none."""
    round_ = _lock(round_id, actor)
    count, _by_model = Slot.objects.filter(round=round_, announced_at=None).delete()
    if count:
        log(instance=round_, action="judging.timetable_cleared", user=actor, data={"count": count})
    return count


@transaction.atomic
def move_slot(slot_id: int, *, actor, to: str, expected: str, reason: str = "") -> Slot:
    """Move a slot to the position with the key `to`, and who stands there to where this one was.

    `expected` is the key at which the slot was seen; raises `stale` if it stands elsewhere by now, so two at once do
    not undo each other. Raises `taken` for a position that is none or is no longer free in the way it was, and
    `reason_required` where one of the agencies was told already.
    """
    round_ = _lock(Slot.objects.get(pk=slot_id).round_id, actor)
    slot = slots_of(round_).get(pk=slot_id)
    if slot.key != expected:
        raise ValidationError(_("This slot was moved meanwhile. Look where it is now."), code="stale")
    options = {position.key: (position, other) for position, other in positions_for_move(round_, slot)}
    if to not in options:
        raise ValidationError(_("This time is not free any more. Choose another."), code="taken")
    position, other = options[to]
    moved = [one for one in (slot, other) if one]
    if any(one.announced_at for one in moved) and not reason.strip():
        raise ValidationError(_("Say why it moves; the agency was told another time."), code="reason_required")
    before = Position(slot.day, slot.room, slot.starts_at, slot.ends_at)
    if other:
        Slot.objects.filter(pk=other.pk).update(room=ASIDE)  # no two stand at one position, not even for a moment
    _put(slot, position, actor, reason)
    if other:
        _put(other, before, actor, reason)
    log(instance=round_, action="judging.slot_moved", user=actor, data={"slot": slot.pk, "reason": reason.strip()})
    return slot


@transaction.atomic
def remove_slot(slot_id: int, *, actor, reason: str = "") -> None:
    """Take a slot away, with a mail to the agency and a reason if it was told of it."""
    slot = Slot.objects.select_related("day", "submission__innovation").get(pk=slot_id)
    round_ = _lock(slot.round_id, actor)
    if slot.announced_at:
        if not reason.strip():
            raise ValidationError(_("Say why it is cancelled; the agency reads it."), code="reason_required")
        people = _people_of(slot.submission)
        send_message(
            *("presentation_cancelled", people),
            about=slot.submission,
            is_urgent=True,
            slot=slot,
            submission=slot.submission,
            reason=reason.strip(),
        )
    log(instance=round_, action="judging.slot_removed", user=actor, data={"entry": str(slot.submission)})
    slot.delete()


@transaction.atomic
def announce_timetable(round_id: int, *, actor, expected: str = "") -> int:
    """Write to the agency of each slot that it was not told of as it is now, and return how many slots that were.

    `expected` is the digest of the timetable that was looked at; raises `stale` if it is another now, and `clash`
    while two slots overlap in a room. Again: writes to nobody.
    """
    round_ = _lock(round_id, actor)
    timetable = timetable_of(round_)
    check_current(timetable.digest, expected)
    if any(clash.seat is None for clash in timetable.clashes):
        raise ValidationError(_("Two slots overlap in one room. Move one of them first."), code="clash")
    slots = [one.slot for one in timetable.unannounced]
    for slot in slots:
        is_change = bool(slot.announced_at)
        slot.announced, slot.announced_at = facts_of(slot), clock.now()
        slot.announcements += 1
        slot.save(update_fields=["announced", "announced_at", "announcements"])
        send_message(
            *("presentation_announced", _people_of(slot.submission)),
            about=slot.submission,
            deadline=slot.starts_at,
            slot=slot,
            round=round_,
            submission=slot.submission,
            is_change=is_change,
            reason=getattr(slot.changes.last(), "reason", "") if is_change else "",
        )
    if slots:
        log(instance=round_, action="judging.timetable_announced", user=actor, data={"count": len(slots)})
    return len(slots)


def _lock(round_id: int, actor) -> Round:
    round_ = lock_round(round_id)
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.kind != RoundKind.PRESENTATION:
        raise ValidationError(_("Only a round of presentations has a timetable."), code="no_presentations")
    if round_.state == RoundState.SEALED:
        raise ValidationError(_("This round is sealed."), code="sealed")
    return round_


def _where(position: Position) -> dict:
    return {
        "day": position.day,
        "room": position.room,
        "starts_at": position.starts_at,
        "ends_at": position.ends_at,
    }


def _put(slot: Slot, position: Position, actor, reason: str) -> None:
    if slot.announced_at:
        SlotChange.objects.create(slot=slot, reason=reason.strip(), moved_from=slot.starts_at, changed_by=actor)
    for name, value in _where(position).items():
        setattr(slot, name, value)
    slot.save(update_fields=["day", "room", "starts_at", "ends_at"])


def _people_of(submission: Submission) -> list:
    """Everybody of the agency: whoever is there has to know when it presents."""
    members = Membership.objects.filter(agency=submission.innovation.agency_id, user__is_active=True)
    return [membership.user for membership in members.select_related("user")]
