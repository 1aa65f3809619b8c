"""Who judges what. docs/scoring.md says by which rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from judging.scoring.allocation_joining import join_panels
from judging.scoring.allocation_solver import Integers, Market, best_pairs

DRAWS = 2**30  # so many that two ways of equal cost are next to impossible (isolation lemma, Mulmuley et al. 1987)
ROUGH_DRAWS = 2**10


@dataclass(frozen=True)
class Seat:
    """A judge as the allocation sees one: what is taken on already, what is forbidden, how much at most.

    `expertise` names categories; who names none is taken to know them all. Who has left gets nothing more, but still
    ties together whoever shares an entry.
    """

    judge: int
    taken: frozenset[int] = frozenset()
    forbidden: frozenset[int] = frozenset()
    limit: int | None = None
    expertise: frozenset[int] = frozenset()
    has_left: bool = False

    def knows(self, category: int | None) -> bool:
        return category is None or not self.expertise or category in self.expertise


@dataclass(frozen=True)
class Shortage:
    """An entry that stays short of judges, and how many judges each cause keeps from it."""

    entry: int
    missing: int
    conflict: int = 0
    expertise: int = 0
    limit: int = 0


@dataclass(frozen=True)
class Allocation:
    """New pairs of judge and entry, and the entries that stay short, both in the order of their numbers."""

    pairs: list[tuple[int, int]]
    short: list[Shortage]


def allocate(
    needs: Mapping[int, int],
    seats: Iterable[Seat],
    *,
    seed: int,
    categories: Mapping[int, int] | None = None,
    demands_expertise: bool = False,
) -> Allocation:
    """Give each entry as many more judges as it needs: never a forbidden one, nobody above the limit.

    Of all ways to do that, the one counts that makes as many pairs as possible, then has the loads most level, then
    most judges who know the entry's category of `categories`, then is cheapest by costs drawn from the seed, which mix
    the panels. With `demands_expertise` nobody else gets an entry at all. What is taken already is never moved. At
    last two judges swap entries where panels share none and nothing is lost by it.

    The same arguments and seed give the same pairs on every machine.
    """
    board = _Board(
        needs={entry: need for entry, need in sorted(needs.items()) if need > 0},
        seats=sorted(seats, key=lambda seat: (seat.has_left, seat.judge)),
        categories=categories or {},
        demands_expertise=demands_expertise,
    )
    made = join_panels(board.solve(seed), board.held(), is_able=board.is_open, is_known=board.is_known)
    pairs = sorted((board.judges[judge], board.entries[entry]) for entry, judge in made.tolist())
    return Allocation(pairs, board.shortages(made))


class _Board:
    """The arguments as tables with a row for each needy entry and a column for each seat, those who left last."""

    def __init__(
        self, needs: Mapping[int, int], seats: list[Seat], categories: Mapping[int, int], demands_expertise: bool
    ):
        self.needs, self.seats = needs, seats
        self.judges = [seat.judge for seat in seats]
        self.entries = list(needs)
        self.row_of = {entry: row for row, entry in enumerate(self.entries)}
        shape = (len(self.entries), len(seats))
        self.is_taken, self.is_forbidden = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        self.is_known = np.ones(shape, dtype=bool)
        for column, seat in enumerate(seats):
            self.is_taken[self._rows(seat.taken), column] = True
            self.is_forbidden[self._rows(seat.forbidden), column] = True
            if seat.expertise:
                self.is_known[:, column] = [seat.knows(categories.get(entry)) for entry in self.entries]
        stays = np.array([not seat.has_left for seat in seats], dtype=bool)
        self.is_able = stays & ~self.is_taken & ~self.is_forbidden
        self.is_open = self.is_able & self.is_known if demands_expertise else self.is_able

    def _rows(self, entries: Iterable[int]) -> list[int]:
        return [self.row_of[entry] for entry in entries if entry in self.row_of]

    def solve(self, seed: int) -> Integers:
        """Return the new pairs as rows of entry and judge, by their numbers in the tables."""
        entry_of, judge_of = np.nonzero(self.is_open)
        loads = np.array([len(seat.taken) for seat in self.seats], dtype=np.int64)
        rooms = [
            len(self.entries) if seat.limit is None else max(seat.limit - len(seat.taken), 0) for seat in self.seats
        ]
        market = Market(
            needs=np.array(list(self.needs.values()), dtype=np.int64),
            loads=loads,
            rooms=np.array(rooms, dtype=np.int64),
            entry_of=entry_of,
            judge_of=judge_of,
        )
        draws = _draws(len(entry_of), seed)
        rough = draws // (DRAWS // ROUGH_DRAWS)
        # One pair that nobody knows costs more than all rough draws together, so both fit into one step of the solver,
        # which is many times faster where costs differ.
        is_foreign = ~self.is_known[entry_of, judge_of] * (1 + ROUGH_DRAWS * market.needs.sum())
        is_made = best_pairs(market, [is_foreign + rough, draws])
        return np.column_stack([entry_of[is_made], judge_of[is_made]])

    def held(self) -> Integers:
        """Return what is taken already like the new pairs. Entries that need nobody get the numbers after the rest."""
        numbers = dict(self.row_of)
        pairs = [
            (numbers.setdefault(entry, len(numbers)), column)
            for column, seat in enumerate(self.seats)
            for entry in sorted(seat.taken)
        ]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)

    def shortages(self, made: Integers) -> list[Shortage]:
        is_made = np.zeros_like(self.is_open)
        is_made[made[:, 0], made[:, 1]] = True
        missing = np.array(list(self.needs.values()), dtype=np.int64) - is_made.sum(axis=1)
        is_full = self.is_open & ~is_made  # or else the solver had given the entry to them
        is_foreign = self.is_able & ~self.is_open
        stays = [not seat.has_left for seat in self.seats]
        is_kept_out = self.is_forbidden & ~self.is_taken & np.array(stays, dtype=bool)
        return [
            Shortage(
                entry=self.entries[row],
                missing=int(missing[row]),
                conflict=_count(is_kept_out[row]),
                expertise=_count(is_foreign[row]),
                limit=_count(is_full[row]),
            )
            for row in np.flatnonzero(missing)
        ]


def _count(flags: NDArray[np.bool_]) -> int:
    return int(flags.sum())


def _draws(count: int, seed: int) -> Integers:
    """Draw whole numbers. Python promises the same numbers of `random()` from a seed for ever, NumPy does not."""
    draw = Random(seed)  # noqa: S311 (a repeatable draw, no secret)
    return np.fromiter((int(draw.random() * DRAWS) for _ in range(count)), dtype=np.int64, count=count)
