"""What is drawn of a result: how severe judges are, and how ranks move when their severity is taken out.

Widths are shares of the space there is, so that a drawing fits a phone without its lines and dots being squeezed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from judging.models import ResultRow
from judging.selectors.result_statistics import Severity

LEFT, RIGHT = 4, 96  # percent of the width between which whiskers lie; the average judge is in the middle
ROW = 34  # pixels, as .so-moves in judging.css
MOST_LINES = 30


@dataclass(frozen=True)
class Whisker:
    """One judge's line, 95 percent of uncertainty around a dot: where they lie in percent of the width, as text."""

    severity: Severity
    low: str
    dot: str
    high: str


def whiskers_of(severities: Sequence[Severity]) -> list[Whisker]:
    """Put all judges on one scale, whose middle is the average judge."""
    farthest = max((max(abs(one.low), abs(one.high)) for one in severities), default=Decimal(1)) or Decimal(1)

    def x(points: Decimal) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (points + farthest) / (2 * farthest):.1f}%"

    return [Whisker(one, x(one.low), x(one.effect), x(one.high)) for one in severities]


@dataclass(frozen=True)
class Move:
    """One entry's line from its place by the plain mean to that by the adjusted one; heights in pixels."""

    row: ResultRow
    start: int
    end: int

    @property
    def is_up(self) -> bool:
        return self.row.adjusted_rank < self.row.raw_rank

    @property
    def is_down(self) -> bool:
        return self.row.adjusted_rank > self.row.raw_rank


def rank_moves(rows: Iterable[ResultRow]) -> list[Move]:
    """Return the lines of the first entries by either rank in the order of the adjusted one, each on a row of its own.

    Entries that share a rank lie below each other.
    """
    first = [
        row
        for row in rows
        if row.raw_rank and row.adjusted_rank and min(row.raw_rank, row.adjusted_rank) <= MOST_LINES
    ]
    before = {row.pk: place for place, row in enumerate(sorted(first, key=attrgetter("raw_rank", "adjusted_rank")))}
    after = sorted(first, key=attrgetter("adjusted_rank", "raw_rank"))
    return [Move(row, _middle(before[row.pk]), _middle(place)) for place, row in enumerate(after)]


def _middle(place: int) -> int:
    return ROW * place + ROW // 2
