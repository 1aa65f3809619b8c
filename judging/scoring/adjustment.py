from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np

from judging.scoring.connection import groups_of
from judging.scoring.judge_model import Fit, degrees_of_freedom, fit_judges
from judging.scoring.means import rounded
from judging.scoring.sheets import Sheets, SheetScore, gather


@dataclass(frozen=True)
class AdjustmentRule:
    """What an edition lays down before its sheets are in.

    `shrinkage`: 0 trusts the severities as they come out; a positive number counts each as that many sheets of an
    average judge; None takes the number that fits the sheets. The least numbers of sheets are those below which an
    entry or a judge cannot be told apart from chance.
    """

    shrinkage: Decimal | None = None
    least_sheets_per_entry: int = 2
    least_sheets_per_judge: int = 2


def rule_from(inputs: Mapping[str, Any]) -> AdjustmentRule:
    """Read the rule from the frozen inputs of a result, where the shrinkage is a text or null (docs/scoring.md)."""
    shrinkage = inputs["shrinkage"]
    return AdjustmentRule(
        None if shrinkage is None else Decimal(shrinkage),
        inputs["least_sheets_per_entry"],
        inputs["least_sheets_per_judge"],
    )


class Obstacle(StrEnum):
    """Why there are no judge-adjusted means."""

    NO_SHEETS = "no_sheets"
    ENTRIES_SHORT_OF_SHEETS = "entries_short_of_sheets"
    JUDGES_SHORT_OF_SHEETS = "judges_short_of_sheets"
    GROUPS_APART = "groups_apart"
    NO_FREEDOM = "no_freedom"


@dataclass(frozen=True)
class Refusal:
    """An obstacle in numbers: `found` against `needed`, and the ids of the entries or judges that are concerned.

    Short of sheets: the fewest sheets of one, the least number of the rule. Apart: the number of groups, 1, and the
    judges outside the largest group. No freedom: the degrees that are left, 1.
    """

    obstacle: Obstacle
    found: int
    needed: int
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class AdjustedEntry:
    """`mean`: what judges of average severity would give, 0 to 100, a little outside at the ends of the scale."""

    mean: Decimal
    standard_error: Decimal
    sheet_count: int


@dataclass(frozen=True)
class JudgeEffect:
    """`effect`: points that the judge gives above an average judge of the round; positive is lenient."""

    effect: Decimal
    standard_error: Decimal
    sheet_count: int


@dataclass(frozen=True)
class Adjustment:
    """Judge-adjusted means by entry and effects by judge; numbers are points, rounded to six places.

    `residual_deviation`: standard deviation of one sheet from entry and judge. `fit` is for further statistics.
    """

    entries: dict[int, AdjustedEntry]
    judges: dict[int, JudgeEffect]
    residual_deviation: Decimal
    degrees_of_freedom: int
    shrinkage: Decimal
    fit: Fit = field(repr=False, compare=False)


def adjust(scores: Iterable[SheetScore], rule: AdjustmentRule) -> Adjustment | Refusal:
    """Free the means of entries from the severity of their judges, or say why this cannot be done.

    Entries and judges without a scored sheet are not in it. Source: docs/scoring.md, "Judge-adjusted means".
    """
    sheets = gather(scores)
    refusal = _refusal(sheets, rule)
    if refusal:
        return refusal
    fit = fit_judges(sheets, rule.shrinkage)
    entries = zip(fit.means, fit.mean_errors, sheets.entry_counts.tolist(), strict=True)
    judges = zip(fit.effects, fit.effect_errors, sheets.judge_counts.tolist(), strict=True)
    return Adjustment(
        entries={
            entry: AdjustedEntry(rounded(mean), rounded(error), count)
            for entry, (mean, error, count) in zip(sheets.entries.tolist(), entries, strict=True)
        },
        judges={
            judge: JudgeEffect(rounded(effect), rounded(error), count)
            for judge, (effect, error, count) in zip(sheets.judges.tolist(), judges, strict=True)
        },
        residual_deviation=rounded(fit.deviation),
        degrees_of_freedom=fit.freedom,
        shrinkage=fit.shrinkage,
        fit=fit,
    )


def _refusal(sheets: Sheets, rule: AdjustmentRule) -> Refusal | None:
    if not len(sheets.scores):
        return Refusal(Obstacle.NO_SHEETS, 0, 1)
    for obstacle, ids, counts, least in (
        (Obstacle.ENTRIES_SHORT_OF_SHEETS, sheets.entries, sheets.entry_counts, rule.least_sheets_per_entry),
        (Obstacle.JUDGES_SHORT_OF_SHEETS, sheets.judges, sheets.judge_counts, rule.least_sheets_per_judge),
    ):
        if counts.min() < least:
            return Refusal(obstacle, int(counts.min()), least, tuple(ids[counts < least].tolist()))
    _largest, *others = groups_of(sheets)
    if others:
        outside = np.array([judge for group in others for judge in group.judges])
        return Refusal(Obstacle.GROUPS_APART, 1 + len(others), 1, tuple(np.sort(outside).tolist()))
    freedom = degrees_of_freedom(sheets)
    if freedom < 1:
        return Refusal(Obstacle.NO_FREEDOM, freedom, 1)
    return None
