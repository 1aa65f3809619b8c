from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from judging.scoring.adjustment import Adjustment, Refusal
from judging.scoring.means import rounded
from judging.scoring.sheets import NEGLIGIBLE, Sheets, SheetScore, gather


@dataclass(frozen=True)
class Spread:
    """How far the sheets of one entry lie apart, in points.

    `range`: the highest less the lowest. `deviation`: standard deviation (divisor n - 1). Both None of a single sheet.
    """

    range: Decimal | None
    deviation: Decimal | None
    sheet_count: int


@dataclass(frozen=True)
class OutlierSheet:
    """A sheet far from what was to be expected. Scores in points; `standardised` in standard deviations of a sheet."""

    entry: int
    judge: int
    score: Decimal
    expected: Decimal
    standardised: Decimal


def spread_by_entry(scores: Iterable[SheetScore]) -> dict[int, Spread]:
    sheets = gather(scores)
    lowest, highest = sheets.entry_extremes
    squares = sheets.sum_by_entry((sheets.scores - sheets.entry_means[sheets.entry_at]) ** 2)
    deviations = np.sqrt(squares / np.maximum(sheets.entry_counts - 1, 1))
    columns = (sheets.entries, highest - lowest, deviations, sheets.entry_counts)
    return {
        entry: Spread(rounded(extent), rounded(deviation), count) if count > 1 else Spread(None, None, count)
        for entry, extent, deviation, count in zip(*(column.tolist() for column in columns), strict=True)
    }


def discrepancies(spreads: Mapping[int, Spread], *, threshold: Decimal) -> list[int]:
    """Return the entries whose judges lie more than `threshold` points apart, the widest first, then by id."""
    wide = [entry for entry, spread in spreads.items() if spread.range is not None and spread.range > threshold]
    return sorted(wide, key=lambda entry: (-spreads[entry].range, entry))


def outlier_sheets(
    scores: Iterable[SheetScore], adjustment: Adjustment | Refusal, *, limit: Decimal = Decimal(3)
) -> list[OutlierSheet]:
    """Return the sheets that lie at least `limit` standard deviations from what was expected, the farthest first.

    With an adjustment of the same scores, a sheet is expected at entry plus judge, and its residual is divided by its
    own standard deviation, s * sqrt(1 - leverage) (internally studentised residual: Cook and Weisberg, Residuals and
    Influence in Regression, 1982, section 2.2). Without one, it is expected at the median of the entry's sheets, and
    the distance divided by the standard deviation within entries, over all of them. Where nothing varies, nothing
    stands out.
    """
    if isinstance(adjustment, Adjustment):
        sheets = adjustment.fit.sheets
        distances = adjustment.fit.residuals
        variances = adjustment.fit.deviation**2 * (1 - adjustment.fit.leverages)
    else:
        sheets = gather(scores)
        distances = sheets.scores - sheets.entry_medians[sheets.entry_at]
        variances = np.full(len(distances), _variance_within(sheets))
    is_varying = variances > NEGLIGIBLE
    standardised = np.divide(distances, np.sqrt(variances), out=np.zeros(len(distances)), where=is_varying)
    found = [
        OutlierSheet(
            entry=int(sheets.entries[sheets.entry_at[at]]),
            judge=int(sheets.judges[sheets.judge_at[at]]),
            score=rounded(sheets.scores[at]),
            expected=rounded(sheets.scores[at] - distances[at]),
            standardised=rounded(standardised[at]),
        )
        for at in np.flatnonzero(np.abs(standardised) >= float(limit) - 1e-6)
    ]
    far = [sheet for sheet in found if abs(sheet.standardised) >= limit]
    return sorted(far, key=lambda sheet: (-abs(sheet.standardised), sheet.entry, sheet.judge))


def _variance_within(sheets: Sheets) -> float:
    """Variance of sheets around the mean of their entry; 0 where every entry has one sheet."""
    freedom = len(sheets.scores) - len(sheets.entries)
    squares = (sheets.scores - sheets.entry_means[sheets.entry_at]) ** 2
    return float(squares.sum()) / max(freedom, 1)
