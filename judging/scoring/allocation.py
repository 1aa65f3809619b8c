import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Seat:
    """A judge as the allocation sees one: what is taken on already, what is forbidden, how much at most."""

    judge: int
    taken: frozenset[int] = frozenset()
    forbidden: frozenset[int] = frozenset()
    limit: int | None = None


@dataclass
class Allocation:
    """New pairs of judge and entry, and how many judges an entry is still short of."""

    pairs: list[tuple[int, int]]
    short: dict[int, int] = field(default_factory=dict)


def allocate(needs: Mapping[int, int], seats: Iterable[Seat], *, seed: int) -> Allocation:
    """Give each entry as many more judges as it needs: never a forbidden one, nobody above the limit, loads level.

    Entries with the fewest able judges go first; each goes to the able judge with the least work. When all able
    judges are full, new entries are passed along a chain of judges until one has room, so a solution is found if there
    is one. Then entries are passed on the same way from judges with two or more entries above another, which leaves
    loads within one of each other wherever limits and conflicts let them. Work that is taken already is never moved.
    The same arguments and seed give the same pairs.
    """
    board = _Board({seat.judge: seat for seat in sorted(seats, key=lambda seat: seat.judge)}, random.Random(seed))  # noqa: S311 (a repeatable draw, no secret)
    short = {}
    for entry in board.hardest_first(needs):
        missing = sum(1 for _ in range(needs[entry]) if not board.place(entry))
        if missing:
            short[entry] = missing
    board.level_out()
    return Allocation(sorted((judge, entry) for judge, given in board.given.items() for entry in given), short)


class _Board:
    def __init__(self, seats: dict[int, Seat], draw: random.Random):
        self.seats = seats
        self.draw = draw
        self.given: dict[int, set[int]] = defaultdict(set)

    def load(self, judge: int) -> int:
        return len(self.seats[judge].taken) + len(self.given[judge])

    def has_room(self, judge: int) -> bool:
        limit = self.seats[judge].limit
        return limit is None or self.load(judge) < limit

    def able(self, entry: int) -> list[int]:
        """Judges who may take the entry and do not hold it."""
        return [
            judge
            for judge, seat in self.seats.items()
            if entry not in seat.forbidden and entry not in seat.taken and entry not in self.given[judge]
        ]

    def hardest_first(self, needs: Mapping[int, int]) -> list[int]:
        entries = sorted(needs)
        self.draw.shuffle(entries)
        return sorted(entries, key=lambda entry: len(self.able(entry)) - needs[entry])

    def place(self, entry: int) -> bool:
        able = self.able(entry)
        self.draw.shuffle(able)
        free = [judge for judge in able if self.has_room(judge)]
        if free:
            self.given[min(free, key=self.load)].add(entry)
            return True
        first = self.pass_along(able, self.has_room)
        if first is not None:
            self.given[first].add(entry)
        return first is not None

    def level_out(self) -> None:
        """Pass entries from the busiest to the least busy until no pass would make the loads more equal."""
        while any(self.relieve(judge) for judge in sorted(self.seats, key=self.load, reverse=True)):
            pass

    def relieve(self, judge: int) -> bool:
        """Pass one entry of this judge on to somebody with at least two entries less."""
        most = self.load(judge) - 2
        return self.pass_along([judge], lambda other: self.has_room(other) and self.load(other) <= most) is not None

    def pass_along(self, starts: list[int], is_end: Callable[[int], bool]) -> int | None:
        """Move one entry from each judge to the next along the shortest chain from a start to an end.

        Returns the start that has one entry less now, or None if there is no chain.
        """
        if not any(is_end(judge) for judge in self.seats):
            return None
        came_from: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
        queue = deque(starts)
        while queue:
            judge = queue.popleft()
            for entry in sorted(self.given[judge]):
                for other in self.able(entry):
                    if other in came_from:
                        continue
                    came_from[other] = (judge, entry)
                    if is_end(other):
                        return self._shift(other, came_from)
                    queue.append(other)
        return None

    def _shift(self, end: int, came_from: Mapping[int, tuple[int, int] | None]) -> int:
        judge = end
        while (step := came_from[judge]) is not None:
            giver, entry = step
            self.given[giver].remove(entry)
            self.given[judge].add(entry)
            judge = giver
        return judge
