from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from judging.scoring.adjustment import Adjustment
from judging.scoring.judge_model import Fit
from judging.scoring.sheets import NEGLIGIBLE

DRAWS = 1000
LEAST_RELIABILITY = 1e-6


@dataclass(frozen=True)
class RankInterval:
    """`rank` by the adjusted mean, and the first and last place that repeated judging could well have given."""

    rank: int
    first: int
    last: int


@dataclass(frozen=True)
class Boundary:
    """Entries near the edge after `places` awards, ids ascending: `inside` could fall out, `outside` could come in."""

    places: int
    inside: tuple[int, ...]
    outside: tuple[int, ...]


def rank_intervals(adjustment: Adjustment, *, seed: int, level: float = 0.95) -> dict[int, RankInterval]:
    """Say for each entry between which places its true rank lies with the probability `level`, 0 to 1.

    Ranks are taken of 1,000 draws from the distribution of the true means given the sheets, and the extreme ones left
    out at both ends. The same sheets and seed give the same intervals. An interval always holds the entry's own rank,
    and all places of those that share it. Source and what was measured: docs/scoring.md, "How sure a rank is".
    """
    ids = adjustment.entries
    means = np.array([float(entry.mean) for entry in ids.values()])
    ordered = np.sort(-means)
    own_first = np.searchsorted(ordered, -means, side="left") + 1
    own_last = np.searchsorted(ordered, -means, side="right")
    first, last = own_first, own_last
    if adjustment.fit.deviation**2 > NEGLIGIBLE:
        ranks = _drawn_ranks(adjustment.fit, np.random.RandomState(seed))
        outside = round(DRAWS * (1 - level) / 2)
        ranks.partition((outside, DRAWS - 1 - outside), axis=1)
        first = np.minimum(own_first, ranks[:, outside])
        last = np.maximum(own_last, ranks[:, DRAWS - 1 - outside])
    rows = zip(ids, own_first.tolist(), first.tolist(), last.tolist(), strict=True)
    return {entry: RankInterval(*places) for entry, *places in rows}


def near_boundary(intervals: Mapping[int, RankInterval], places: int) -> Boundary:
    """Name the entries whose award at the edge after `places` ranks could change within their interval."""
    near = sorted(entry for entry, interval in intervals.items() if interval.first <= places < interval.last)
    return Boundary(
        places,
        inside=tuple(entry for entry in near if intervals[entry].rank <= places),
        outside=tuple(entry for entry in near if intervals[entry].rank > places),
    )


# RandomState, because NumPy promises that its numbers never change (NEP 19); those of its newer generators may.
def _drawn_ranks(fit: Fit, numbers: np.random.RandomState) -> np.ndarray:
    """Return the ranks of the true means in each draw: a row per entry, a column per draw."""
    sheets = fit.sheets
    sheet_errors = fit.deviation**2 / sheets.entry_counts
    reliability = _reliability(fit, sheet_errors)
    luck = np.sqrt(reliability * sheet_errors)
    factor = np.linalg.cholesky(fit.information)
    effects = np.linalg.solve(factor.T, numbers.standard_normal((len(factor), DRAWS))).T * fit.deviation
    # The deviation is itself estimated: that makes the draws those of a t distribution.
    scales = np.sqrt(fit.freedom / numbers.chisquare(fit.freedom, DRAWS))
    ranks = np.empty((DRAWS, len(luck)), dtype=np.int32)
    places = np.arange(1, len(luck) + 1, dtype=np.int32)
    for draw, scale in enumerate(scales):
        means = fit.means + scale * sheets.mean_by_entry(effects[draw][sheets.judge_at])
        centre = means.mean()
        drawn = centre + reliability * (means - centre) + scale * luck * numbers.standard_normal(len(luck))
        ranks[draw, np.argsort(-drawn)] = places
    return ranks.T.copy()


def _reliability(fit: Fit, sheet_errors: np.ndarray) -> np.ndarray:
    """Share of an entry's distance from the field that is its own and not luck of its sheets: above 0, at most 1."""
    quality = np.var(fit.means, ddof=1) - np.mean(fit.mean_errors**2) if len(fit.means) > 1 else 0.0
    return np.maximum(quality / (np.maximum(quality, 0) + sheet_errors), LEAST_RELIABILITY)
