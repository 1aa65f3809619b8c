"""The score of an innovation by the indicators of the Indeks Inovasi Daerah: plain Python, no database.

Source: domain notes 2.3. Score = sum of weight x parameter over the indicators, where an empty one counts 0; with
every indicator at parameter 3 the table of 2026 gives 111.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HIGHEST_LEVEL = 3


@dataclass(frozen=True)
class Range:
    """The whole numbers that give a level, both ends included; None is open."""

    level: int
    lowest: int | None
    highest: int | None

    def holds(self, value: int) -> bool:
        return (self.lowest is None or value >= self.lowest) and (self.highest is None or value <= self.highest)


@dataclass(frozen=True)
class Rated:
    """An indicator with the level it has reached: 1 to 3, or 0 while it is empty."""

    number: int
    weight: int
    level: int
    is_mandatory: bool = False

    @property
    def points(self) -> int:
        return self.weight * self.level

    @property
    def full_points(self) -> int:
        return self.weight * HIGHEST_LEVEL

    @property
    def next_points(self) -> int:
        """What the next level would bring."""
        return self.weight if self.level < HIGHEST_LEVEL else 0

    @property
    def points_left(self) -> int:
        """What the highest level would bring."""
        return self.full_points - self.points

    @property
    def is_missing(self) -> bool:
        return self.is_mandatory and self.level == 0


def level_of(value: int, ranges: Iterable[Range]) -> int:
    """Return the level that a number gives, 0 where it lies in none."""
    return max((one.level for one in ranges if one.holds(value)), default=0)


def score_of(rated: Iterable[Rated]) -> int:
    return sum(one.points for one in rated)


def maximum_of(rated: Iterable[Rated]) -> int:
    return sum(one.full_points for one in rated)


def gaps_of(rated: Iterable[Rated]) -> Sequence[Rated]:
    """Return what has not reached the highest level: what would bring most first, mandatory ones before others."""
    open_ones = (one for one in rated if one.points_left)
    return sorted(open_ones, key=lambda one: (-one.points_left, not one.is_missing, one.number))
