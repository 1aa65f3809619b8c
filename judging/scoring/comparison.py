from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from judging.scoring.means import rounded
from judging.scoring.sheets import Sheets, SheetScore, gather

SAME = 1e-9  # numbers that differ by less differ by rounding in the processor only


@dataclass(frozen=True)
class ComparedScores:
    """What other rules would give one entry, for looking at only; points on the scale 0 to 100 but for `z_score`.

    `trimmed`: mean without the highest and the lowest sheet. `z_score`: mean distance of its sheets from the mean of
    their judge, in standard deviations of that judge. `ratio`: mean of sheets divided by the mean of their judge,
    times the mean of all sheets. None where no sheet of the entry can be expressed so.
    """

    mean: Decimal
    median: Decimal
    trimmed: Decimal
    z_score: Decimal | None
    ratio: Decimal | None


def compared_scores(scores: Iterable[SheetScore]) -> dict[int, ComparedScores]:
    """Return the scores of each entry by rules that are usual elsewhere.

    An entry of fewer than three sheets is not trimmed. A judge whose sheets are all equal has no standard deviation
    and one whose mean is 0 no ratio: their sheets are left out there. Deviations are those of a sample (divisor n -
    1). Both assume that all judges see entries of the same quality, which is why no rank comes from them:
    docs/scoring.md, "Other rules, for comparison".
    """
    sheets = gather(scores)
    columns = (
        sheets.entry_means,
        sheets.entry_medians,
        _trimmed(sheets),
        _mean_of_present(sheets, _z_scores(sheets)),
        _mean_of_present(sheets, _ratios(sheets)),
    )
    rows = zip(sheets.entries.tolist(), *(column.tolist() for column in columns), strict=True)
    return {
        entry: ComparedScores(*(None if np.isnan(value) else rounded(value) for value in values))
        for entry, *values in rows
    }


def _trimmed(sheets: Sheets) -> np.ndarray:
    lowest, highest = sheets.entry_extremes
    kept = sheets.entry_counts - 2
    inner = (sheets.entry_means * sheets.entry_counts - lowest - highest) / np.maximum(kept, 1)
    return np.where(kept > 0, inner, sheets.entry_means)


def _z_scores(sheets: Sheets) -> np.ndarray:
    distances = sheets.scores - sheets.judge_means[sheets.judge_at]
    squares = sheets.sum_by_judge(distances**2)
    deviations = np.sqrt(squares / np.maximum(sheets.judge_counts - 1, 1))[sheets.judge_at]
    return _divided(distances, deviations)


def _ratios(sheets: Sheets) -> np.ndarray:
    mean_of_all = sheets.scores.sum() / max(len(sheets.scores), 1)
    return _divided(sheets.scores, sheets.judge_means[sheets.judge_at]) * mean_of_all


def _divided(values: np.ndarray, divisors: np.ndarray) -> np.ndarray:
    """Divide, with NaN for "left out" where the divisor is 0. It stays within this module."""
    return np.divide(values, divisors, out=np.full(len(values), np.nan), where=divisors > SAME)


def _mean_of_present(sheets: Sheets, values: np.ndarray) -> np.ndarray:
    present = ~np.isnan(values)
    sums = np.bincount(sheets.entry_at[present], values[present], len(sheets.entries))
    counts = np.bincount(sheets.entry_at[present], minlength=len(sheets.entries))
    return _divided(sums, counts)
