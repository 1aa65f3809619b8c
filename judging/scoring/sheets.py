from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

NEGLIGIBLE = 1e-12  # a variance in squared points that comes from rounding in the processor only


@dataclass(frozen=True)
class SheetScore:
    """What one submitted sheet says of an entry: its weighted mean on the scale 0 to 100, None without any mark."""

    entry: int
    judge: int
    score: Fraction | Decimal | float | None


@dataclass(frozen=True, eq=False)
class Sheets:
    """The sheets of a round as arrays, sorted by entry and judge, so that their order does not matter.

    `entries` and `judges` are the ids in ascending order; `entry_at`, `judge_at` and `scores` have one value per
    sheet: the position of its entry and of its judge, and its score, 0 to 100. Nobody in it is without a sheet.
    """

    entries: np.ndarray
    judges: np.ndarray
    entry_at: np.ndarray
    judge_at: np.ndarray
    scores: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        """Position of each entry's first sheet."""
        return np.searchsorted(self.entry_at, np.arange(len(self.entries)))

    @property
    def entry_counts(self) -> np.ndarray:
        return np.bincount(self.entry_at, minlength=len(self.entries))

    @property
    def judge_counts(self) -> np.ndarray:
        return np.bincount(self.judge_at, minlength=len(self.judges))

    @property
    def entry_means(self) -> np.ndarray:
        return self.mean_by_entry(self.scores)

    @property
    def entry_medians(self) -> np.ndarray:
        """Median of each entry's sheets; of an even number the mean of the two in the middle."""
        ordered = self.scores[np.lexsort((self.scores, self.entry_at))]
        starts, counts = self.starts, self.entry_counts
        return (ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2

    @property
    def entry_extremes(self) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest of each entry's sheets."""
        return np.minimum.reduceat(self.scores, self.starts), np.maximum.reduceat(self.scores, self.starts)

    @property
    def judge_means(self) -> np.ndarray:
        return self.sum_by_judge(self.scores) / self.judge_counts

    def mean_by_entry(self, values: np.ndarray) -> np.ndarray:
        """Return the mean of one value per sheet for each entry."""
        return self.sum_by_entry(values) / self.entry_counts

    def sum_by_entry(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.entry_at, values, len(self.entries))

    def sum_by_judge(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.judge_at, values, len(self.judges))

    def shared_work(self) -> np.ndarray:
        """In how many entries each pair of judges meets, where an entry counts 1 / (number of its sheets)."""
        judge_count = len(self.judges)
        weights = (1 / self.entry_counts)[self.entry_at]
        cells = np.zeros(judge_count**2)
        for first, second in pairs_within(self.entry_at):
            cell = self.judge_at[first] * judge_count + self.judge_at[second]
            cells += np.bincount(cell, weights[first], len(cells))
        shared = cells.reshape(judge_count, judge_count)
        return shared + shared.T + np.diag(self.sum_by_judge(weights))


def gather(sheets: Iterable[SheetScore]) -> Sheets:
    """Bring sheets into the shape of the statistics. A sheet without a score does not count."""
    rows = sorted((sheet.entry, sheet.judge, float(sheet.score)) for sheet in sheets if sheet.score is not None)
    entries, entry_at = np.unique(np.array([row[0] for row in rows], dtype=np.int64), return_inverse=True)
    judges, judge_at = np.unique(np.array([row[1] for row in rows], dtype=np.int64), return_inverse=True)
    return Sheets(entries, judges, entry_at, judge_at, np.array([row[2] for row in rows], dtype=float))


def pairs_within(groups: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all pairs of positions whose group is the same, each pair once, as two arrays at a time.

    `groups` holds a number per position, ascending from 0. The work is at most its length times the largest group.
    """
    for apart in range(1, int(np.bincount(groups).max(initial=0))):
        first = np.flatnonzero(groups[:-apart] == groups[apart:])
        yield first, first + apart
