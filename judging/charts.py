"""What is drawn of a result: how severe judges are, and how ranks move when their severity is taken out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from judging.models import ResultRow
from judging.selectors.result_statistics import Severity

WIDTH, LEFT, RIGHT, ROW = 640, 220, 610, 34
MOST_LINES = 30


@dataclass(frozen=True)
class Whisker:
    """One judge's line: where it begins and ends, its dot, and the height; pixels as text."""

    severity: Severity
    low: str
    dot: str
    high: str
    y: int


@dataclass(frozen=True)
class SeverityPicture:
    """Dots with 95 percent of uncertainty, the most lenient on top; `zero` is the average judge."""

    width: int
    height: int
    zero: str
    whiskers: list[Whisker]


def severity_picture(severities: Sequence[Severity]) -> SeverityPicture:
    farthest = max((max(abs(one.low), abs(one.high)) for one in severities), default=Decimal(1)) or Decimal(1)

    def x(points: Decimal) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (points + farthest) / (2 * farthest):.1f}"

    whiskers = [
        Whisker(one, x(one.low), x(one.effect), x(one.high), ROW // 2 + ROW * number)
        for number, one in enumerate(severities)
    ]
    return SeverityPicture(WIDTH, ROW * len(severities) + 8, x(Decimal(0)), whiskers)


@dataclass(frozen=True)
class Move:
    """One entry's line from its rank by the plain mean to that by the adjusted one; pixels."""

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
    """Return the lines of the first entries by either rank, a row of pixels per place."""
    first = [
        row
        for row in rows
        if row.raw_rank and row.adjusted_rank and min(row.raw_rank, row.adjusted_rank) <= MOST_LINES
    ]
    return [Move(row, ROW * row.raw_rank, ROW * row.adjusted_rank) for row in first]
