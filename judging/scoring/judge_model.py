from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from judging.scoring.means import rounded
from judging.scoring.sheets import NEGLIGIBLE, Sheets, pairs_within

MOST_SHRINKAGE = Decimal(1000)


@dataclass(frozen=True, eq=False)
class Fit:
    """The additive model score = entry + judge + error, fitted to sheets.

    One value per entry: `means` (what a judge of average severity would give, on the scale of the scores),
    `mean_errors`. One per judge: `effects` (points above the average judge, so positive is lenient; they sum to zero),
    `effect_errors`. One per sheet: `residuals`, `leverages` (0 to 1: how much of its own fitted value a sheet
    decides). Errors are standard errors in points; with shrinkage, of the prediction. `deviation` is the residual
    standard deviation of one sheet in points, with `freedom` degrees. `information` is the matrix whose inverse, times
    the squared deviation, is the covariance of the effects, but for a part that is common to all of them.
    """

    sheets: Sheets
    shrinkage: Decimal
    means: np.ndarray
    mean_errors: np.ndarray
    effects: np.ndarray
    effect_errors: np.ndarray
    residuals: np.ndarray
    leverages: np.ndarray
    deviation: float
    freedom: int
    information: np.ndarray


def degrees_of_freedom(sheets: Sheets) -> int:
    """Sheets that are left over when every entry and every judge but one has taken its own."""
    return len(sheets.scores) - len(sheets.entries) - len(sheets.judges) + 1


def fit_judges(sheets: Sheets, shrinkage: Decimal | None) -> Fit:
    """Fit the model by least squares to sheets that hang together and leave at least one degree of freedom.

    The entries are eliminated first (Schur complement), which leaves one equation per judge, however many entries
    there are. `shrinkage` is added to the diagonal: severity counts as that many sheets of an average judge (ridge
    regression; the same as a random effect whose variance is that of one sheet divided by the shrinkage). None
    estimates it from the sheets. Source: docs/scoring.md, "Judge-adjusted means".
    """
    within = sheets.scores - sheets.entry_means[sheets.entry_at]
    right = sheets.sum_by_judge(within)
    reduced = _without_entries(sheets)
    unshrunk = right @ np.linalg.solve(_made_regular(reduced), right)
    freedom = degrees_of_freedom(sheets)
    variance = max(within @ within - unshrunk, 0.0) / freedom
    if shrinkage is None:
        shrinkage = _shrinkage_by_moments(unshrunk, variance, reduced)

    information = _made_regular(reduced + float(shrinkage) * np.eye(len(reduced)))
    inverse = np.linalg.inv(information)
    # Effects count from their mean, which is zero for sure, so what is common to all of them is no uncertainty.
    covariance = inverse - inverse.mean()
    effects = covariance @ right
    effects -= effects.mean()
    means = sheets.mean_by_entry(sheets.scores - effects[sheets.judge_at])
    entry_variances, leverages = _variances(sheets, covariance)
    return Fit(
        sheets=sheets,
        shrinkage=shrinkage,
        means=means,
        mean_errors=np.sqrt(variance * entry_variances),
        effects=effects,
        effect_errors=np.sqrt(variance * np.maximum(np.diag(covariance), 0)),
        residuals=sheets.scores - means[sheets.entry_at] - effects[sheets.judge_at],
        leverages=leverages,
        deviation=float(np.sqrt(variance)),
        freedom=freedom,
        information=information,
    )


def _without_entries(sheets: Sheets) -> np.ndarray:
    """Normal equations of the judges after the entries are eliminated: the Laplacian of shared entries."""
    return np.diag(sheets.judge_counts) - sheets.shared_work()


def _made_regular(matrix: np.ndarray) -> np.ndarray:
    """Add the same to all cells: effects are known up to a constant, and this makes it zero without changing them."""
    return matrix + np.trace(matrix) / len(matrix) ** 2


def _shrinkage_by_moments(between: float, variance: float, reduced: np.ndarray) -> Decimal:
    """Variance of a sheet divided by the variance of the judges, which is estimated by Henderson's third method.

    `between` is the sum of squares that judges explain beyond the entries, expected to be
    (judges - 1) * variance + (variance of judges) * (trace of the reduced equations). Rounded to six places, so that
    every machine goes on with the same number; at most `MOST_SHRINKAGE`, where judges do not differ.
    """
    judge_variance = (between - (len(reduced) - 1) * variance) / np.trace(reduced)
    if judge_variance <= NEGLIGIBLE or variance > float(MOST_SHRINKAGE) * judge_variance:
        return MOST_SHRINKAGE
    return rounded(variance / judge_variance)


def _variances(sheets: Sheets, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Variance of each entry's mean and leverage of each sheet, both in units of the variance of one sheet."""
    own = np.diag(covariance)[sheets.judge_at]
    with_all = own.copy()  # of each sheet: the sum of the covariances of its judge with all judges of its entry
    for first, second in pairs_within(sheets.entry_at):
        shared = covariance[sheets.judge_at[first], sheets.judge_at[second]]
        with_all[first] += shared
        with_all[second] += shared
    counts = sheets.entry_counts
    of_judges = sheets.mean_by_entry(with_all) / counts
    leverages = own - 2 * with_all / counts[sheets.entry_at] + (1 / counts + of_judges)[sheets.entry_at]
    return 1 / counts + np.maximum(of_judges, 0), np.clip(leverages, 0, 1)
