"""Entries that one more judge should read, so that judges who share too little can be compared."""

from collections import Counter
from collections.abc import Iterable, Mapping

from judging.scoring.allocation import Seat
from judging.scoring.connection import connection_of

Pair = tuple[int, int]


def suggest_anchors(
    seats: Iterable[Seat],
    pairs: Iterable[Pair],
    *,
    categories: Mapping[int, int] | None = None,
    demands_expertise: bool = False,
    wanted: int = 3,
) -> list[Pair]:
    """Return pairs of judge and entry to be added to `pairs`, old and new, so that what is apart hangs together.

    Each group of judges gets `wanted` sheets across the gap to the largest group: a judge of the one side reads an
    entry of the other. Judges who may and have room are asked, those first who know the category, then who has least
    extra and least work; of the entries those that got least extra, and among them those that most judges read. Fewer
    come back where rules leave no other. The rule is our own; docs/scoring.md says how many anchors are enough.
    """
    table = _Table(seats, pairs, categories or {}, demands_expertise=demands_expertise)
    groups = [group.judges for group in connection_of(table.pairs).groups]
    for other in groups[1:]:
        for _number in range(wanted):
            table.bridge(groups[0], other)
    return table.added


class _Table:
    """Who reads what, and what may be added to it."""

    def __init__(self, seats, pairs, categories, *, demands_expertise: bool):
        self.seats = [seat for seat in seats if not seat.has_left]
        self.pairs, self.added = set(pairs), []
        self.categories, self.demands_expertise = categories, demands_expertise
        self.loads = Counter(judge for judge, _entry in self.pairs)
        self.readers = Counter(entry for _judge, entry in self.pairs)
        self.extra_work: Counter[int] = Counter()
        self.extra_sheets: Counter[int] = Counter()

    def bridge(self, here: Iterable[int], there: Iterable[int]) -> None:
        """Add the most suitable pair across the gap, if there is one."""
        beyond = dict.fromkeys(here, self._entries_of(there)) | dict.fromkeys(there, self._entries_of(here))
        choices = [
            self._order(seat, entry)
            for seat in self.seats
            if seat.limit is None or self.loads[seat.judge] + self.extra_work[seat.judge] < seat.limit
            for entry in beyond.get(seat.judge, ())
            if self._may(seat, entry)
        ]
        if choices:
            *_order, judge, entry = min(choices)
            self.added.append((judge, entry))
            self.extra_work[judge] += 1
            self.extra_sheets[entry] += 1

    def _entries_of(self, judges: Iterable[int]) -> set[int]:
        side = set(judges)
        return {entry for judge, entry in self.pairs if judge in side}

    def _may(self, seat: Seat, entry: int) -> bool:
        is_new = (seat.judge, entry) not in self.pairs and (seat.judge, entry) not in self.added
        knows = not self.demands_expertise or seat.knows(self.categories.get(entry))
        return is_new and entry not in seat.forbidden and knows

    def _order(self, seat: Seat, entry: int) -> tuple[int, ...]:
        judge, knows = seat.judge, seat.knows(self.categories.get(entry))
        work = (self.extra_work[judge], self.loads[judge])
        return (not knows, *work, self.extra_sheets[entry], -self.readers[entry], judge, entry)
