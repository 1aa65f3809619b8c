"""When and where each entry of a round is presented: the possible times, what stands in them, and what is wrong."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from innovation_portal.utils.hashing import hash_of
from judging.enums import EntryOrder
from judging.models import Panelist, Round, SittingDay, Slot
from judging.models.timetables import position_key
from judging.selectors.entries import active_assignments, entries_of
from submissions.models import SubmissionVersion


@dataclass(frozen=True)
class Position:
    """A time in a room that an entry can have; moments are aware."""

    day: SittingDay
    room: int
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        return position_key(self.day.pk, self.room, self.starts_at)


@dataclass(frozen=True)
class Sitting:
    """An entry and its position; `slot` is None as long as it is only proposed."""

    entry: SubmissionVersion
    position: Position
    slot: Slot | None = None

    @property
    def is_announced(self) -> bool:
        """Whether the agency was told of the slot as it is now."""
        return self.slot is not None and self.slot.announced == facts_of(self.slot)

    def meets(self, other: "Sitting") -> bool:
        """Say whether both are held at the same time, at least in part."""
        mine, others = self.position, other.position
        return mine.starts_at < others.ends_at and others.starts_at < mine.ends_at


@dataclass(frozen=True)
class Clash:
    """Two sittings that cannot both be: in the same room, or `seat` would have to be in both."""

    one: Sitting
    other: Sitting
    seat: Panelist | None = None


@dataclass(frozen=True)
class Timetable:
    """The sittings of a round in the order of their times, the entries that have none, and what cannot be.

    `gone` are the slots of entries that were taken out of the round.
    """

    sittings: Sequence[Sitting]
    without: Sequence[SubmissionVersion]
    clashes: Sequence[Clash]
    gone: Sequence[Slot] = ()

    @property
    def proposed(self) -> list[Sitting]:
        return [sitting for sitting in self.sittings if sitting.slot is None]

    @cached_property
    def digest(self) -> str:
        """A hash of what is shown, so that what is applied is what was looked at."""
        return hash_of(
            [
                [[one.entry.pk, one.position.key, one.slot is None] for one in self.sittings],
                [entry.pk for entry in self.without],
                [[one.one.entry.pk, one.other.entry.pk, one.seat and one.seat.pk] for one in self.clashes],
            ]
        )

    @property
    def unannounced(self) -> list[Sitting]:
        return [one for one in self.sittings if one.slot and not one.is_announced]


def facts_of(slot: Slot) -> dict[str, Any]:
    """What an agency is told of its slot, as plain JSON. Reads the day, so fetch it along."""
    day = slot.day
    return {
        "starts_at": slot.starts_at.astimezone(UTC).isoformat(),
        "ends_at": slot.ends_at.astimezone(UTC).isoformat(),
        "room": slot.room if day.rooms > 1 else None,
        "place": day.place,
        "link": day.link,
    }


def slots_of(round_: Round) -> QuerySet[Slot]:
    """The slots of a round in the order of their times, also those of entries that were taken out since."""
    slots = Slot.objects.filter(round=round_).select_related("day", "submission__innovation", "round")
    return slots.prefetch_related("changes").order_by("starts_at", "room")


def positions_of(round_: Round, day: SittingDay) -> Iterator[Position]:
    """Every time and room of a day, in order. A slot never runs into a break or beyond the end."""
    length, gap = timedelta(minutes=round_.slot_minutes), timedelta(minutes=day.gap_minutes)
    starts_at, end = day.span
    while starts_at + length <= end:
        in_the_way = [until for begin, until in day.pauses if begin < starts_at + length and starts_at < until]
        if in_the_way:
            starts_at = max(in_the_way)
            continue
        for room in range(1, day.rooms + 1):
            yield Position(day, room, starts_at, starts_at + length)
        starts_at += length + gap


def free_positions(round_: Round, slots: Iterable[Slot]) -> list[Position]:
    """The positions of all days in which no slot stands, nor one that reaches into them."""
    taken = defaultdict(list)
    for slot in slots:
        taken[slot.day_id, slot.room].append((slot.starts_at, slot.ends_at))

    def is_free(one: Position) -> bool:
        spans = taken[one.day.pk, one.room]
        return not any(begin < one.ends_at and one.starts_at < end for begin, end in spans)

    days = round_.sitting_days.all()
    return [position for day in days for position in positions_of(round_, day) if is_free(position)]


def timetable_of(round_: Round, *, proposes: bool = False, order: str = EntryOrder.DRAWN) -> Timetable:
    """The timetable as it stands or, with `proposes`, with a position for every entry that lacks one.

    The proposal goes through the entries in an order drawn from the seed of the round, or by category, and gives each
    the first free position at which none of its judges sits elsewhere; where there is none, the first free one, and
    the clash is named. The same data, order and seed give the same proposal.
    """
    entries = {entry.submission_id: entry for entry in entries_of(round_).select_related("submission__category")}
    slots = list(slots_of(round_))
    gone = [slot for slot in slots if slot.submission_id not in entries]
    sittings = [
        Sitting(entries.pop(slot.submission_id), Position(slot.day, slot.room, slot.starts_at, slot.ends_at), slot)
        for slot in slots
        if slot.submission_id in entries
    ]
    judges = _judges_by_version(round_)
    left = list(entries.values())
    if proposes:
        free = free_positions(round_, slots)
        proposed, left = _seated(_in_order(left, order, round_.seed), free, sittings, judges)
        sittings = sorted([*sittings, *proposed], key=lambda one: (one.position.starts_at, one.position.room))
    return Timetable(sittings, left, list(_clashes(sittings, judges)), gone)


def positions_for_move(round_: Round, slot: Slot) -> list[tuple[Position, Slot | None]]:
    """Where a slot can go: free positions, and those of other slots, which it would change places with."""
    slots = list(slots_of(round_))
    taken = [(Position(one.day, one.room, one.starts_at, one.ends_at), one) for one in slots if one.pk != slot.pk]
    free = [(position, None) for position in free_positions(round_, slots)]
    return sorted([*free, *taken], key=lambda pair: (pair[0].starts_at, pair[0].room))


def _judges_by_version(round_: Round) -> dict[int, dict[int, Panelist]]:
    judges: dict[int, dict[int, Panelist]] = defaultdict(dict)
    assignments = active_assignments(round_).filter(panelist__left_at=None).order_by("panelist")
    for assignment in assignments.select_related("panelist__judge"):
        judges[assignment.version_id][assignment.panelist_id] = assignment.panelist
    return judges


def _in_order(entries: list[SubmissionVersion], order: str, seed: int) -> list[SubmissionVersion]:
    drawn = random.Random(seed).sample(entries, len(entries))  # noqa: S311 (a repeatable draw, no secret)
    if order == EntryOrder.CATEGORY:
        return sorted(drawn, key=_category_key)
    return drawn


def _category_key(entry: SubmissionVersion) -> tuple[bool, int, int]:
    category = entry.submission.category
    return (False, category.sort_order, category.pk) if category else (True, 0, 0)


def _seated(entries, free: list[Position], sittings: list[Sitting], judges) -> tuple[list[Sitting], list]:
    """Give each entry a position out of `free`; return the new sittings and the entries that got none."""
    made: list[Sitting] = []
    for entry in entries:
        options = [Sitting(entry, position) for position in free]
        if not options:
            break
        calm = (one for one in options if not any(_shared(one, held, judges) for held in [*sittings, *made]))
        chosen = next(calm, options[0])
        free.remove(chosen.position)
        made.append(chosen)
    return made, list(entries[len(made) :])


def _shared(one: Sitting, other: Sitting, judges) -> list[Panelist]:
    """The judges who would have to sit in both at the same time."""
    if not one.meets(other):
        return []
    return [seat for pk, seat in judges[one.entry.pk].items() if pk in judges[other.entry.pk]]


def _clashes(sittings: Sequence[Sitting], judges) -> Iterator[Clash]:
    for place, one in enumerate(sittings):
        for other in sittings[place + 1 :]:
            if not one.meets(other):
                if other.position.starts_at >= one.position.ends_at:
                    break  # they are in the order of their times
                continue
            if (one.position.day.pk, one.position.room) == (other.position.day.pk, other.position.room):
                yield Clash(one, other)
            for seat in _shared(one, other, judges):
                yield Clash(one, other, seat)
