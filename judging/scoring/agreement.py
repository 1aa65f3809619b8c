from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from judging.scoring.sheets import NEGLIGIBLE, pairs_within


class Scale(StrEnum):
    """What the differences of marks mean, as Krippendorff names it."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Undefined(StrEnum):
    """Why a coefficient cannot be given."""

    NO_PAIRS = "no_pairs"
    NO_VARIATION = "no_variation"  # or, of an intraclass correlation, a variance that is estimated at zero or below
    BELOW_ZERO = "below_zero"
    TOO_FEW_ENTRIES = "too_few_entries"
    TOO_FEW_JUDGES = "too_few_judges"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of agreement, 1 at most, rounded to six places; None with the reason where it is undefined."""

    value: float | None
    reason: Undefined | None = None


def alpha(units: Iterable[Iterable[float]], scale: Scale) -> Coefficient:
    """Return Krippendorff's alpha: 1 is full agreement, 0 what chance would give, below 0 is worse than chance.

    `units`: for each entry the marks that it was given, in any order; who is missing is left out. Units with a single
    mark say nothing about agreement. Undefined without a pair of marks, where all marks are equal, and on the ratio
    scale with a mark below 0.
    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section E.
    """
    pairable = [unit for unit in map(list, units) if len(unit) > 1]
    if not pairable:
        return Coefficient(None, Undefined.NO_PAIRS)
    marks = np.array([mark for unit in pairable for mark in unit], dtype=float)
    if scale is Scale.RATIO and marks.min() < 0:
        return Coefficient(None, Undefined.BELOW_ZERO)
    values, places, counts = np.unique(marks, return_inverse=True, return_counts=True)
    if len(values) == 1:
        return Coefficient(None, Undefined.NO_VARIATION)
    if scale is Scale.ORDINAL:
        values = np.cumsum(counts) - counts / 2  # the distance of two ranks: all marks between, and half of both

    sizes = np.array([len(unit) for unit in pairable])
    unit_at = np.repeat(np.arange(len(sizes)), sizes)
    weights = 2 / (sizes[unit_at] - 1)  # each pair counts in both orders
    observed = sum(
        weights[first] @ _distances(values[places[first]], values[places[second]], scale)
        for first, second in pairs_within(unit_at)
    )
    expected = sum(
        count * (counts @ _distances(value, values, scale)) for value, count in zip(values, counts, strict=True)
    )
    return Coefficient(round(float(1 - observed * (len(marks) - 1) / expected), 6))


def _distances(one: np.ndarray | float, other: np.ndarray, scale: Scale) -> np.ndarray:
    """Return Krippendorff's difference of marks (of ranks on the ordinal scale), squared where he squares it."""
    if scale is Scale.NOMINAL:
        return (one != other).astype(float)
    if scale is Scale.RATIO:
        sums = one + other
        return np.divide(one - other, sums, out=np.zeros(sums.shape), where=sums != 0) ** 2
    return (one - other) ** 2


@dataclass(frozen=True)
class IntraclassCorrelations:
    """The six coefficients of Shrout and Fleiss: how much of the variance of marks is that of the entries.

    Of one judge (`single`) or of the mean of all (`mean`); judges that differ from entry to entry (`one_way`), the
    same judges as a sample of many (`two_way_random`), the same judges and no others (`two_way_mixed`).
    """

    one_way_single: Coefficient
    two_way_random_single: Coefficient
    two_way_mixed_single: Coefficient
    one_way_mean: Coefficient
    two_way_random_mean: Coefficient
    two_way_mixed_mean: Coefficient


def intraclass_correlations(marks: Sequence[Sequence[float | None]]) -> IntraclassCorrelations:
    """Return the six coefficients from a row per entry and a column per judge, all filled.

    Source: Shrout and Fleiss, Intraclass correlations, Psychological Bulletin 86 (1979), pages 420 to 428, in the
    order of their table 4.
    """
    problem = _problem_of(marks)
    if problem:
        return IntraclassCorrelations(*[Coefficient(None, problem)] * 6)
    table = np.array(marks, dtype=float)
    n, k = table.shape
    centred = table - table.mean()
    of_entries = k * (centred.mean(axis=1) ** 2).sum()
    of_judges = n * (centred.mean(axis=0) ** 2).sum()
    total = (centred**2).sum()
    between = of_entries / (n - 1)
    within = (total - of_entries) / (n * (k - 1))
    judges = of_judges / (k - 1)
    error = (total - of_entries - of_judges) / ((n - 1) * (k - 1))
    return IntraclassCorrelations(
        one_way_single=_ratio(between - within, between + (k - 1) * within),
        two_way_random_single=_ratio(between - error, between + (k - 1) * error + k * (judges - error) / n),
        two_way_mixed_single=_ratio(between - error, between + (k - 1) * error),
        one_way_mean=_ratio(between - within, between),
        two_way_random_mean=_ratio(between - error, between + (judges - error) / n),
        two_way_mixed_mean=_ratio(between - error, between),
    )


def _problem_of(marks: Sequence[Sequence[float | None]]) -> Undefined | None:
    if len(marks) < 2:
        return Undefined.TOO_FEW_ENTRIES
    widths = {len(row) for row in marks}
    if len(widths) > 1 or any(mark is None for row in marks for mark in row):
        return Undefined.INCOMPLETE
    return Undefined.TOO_FEW_JUDGES if widths.pop() < 2 else None


def _ratio(above: float, below: float) -> Coefficient:
    if below <= NEGLIGIBLE:
        return Coefficient(None, Undefined.NO_VARIATION)
    return Coefficient(round(float(above / below), 6))
