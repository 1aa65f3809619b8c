from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from judging.scoring.adjustment import Adjustment, Refusal, adjust, rule_from
from judging.scoring.means import as_decimal, mean, percent_of, weighted_mean, whole_weights
from judging.scoring.ranks import Key, competition_ranks, deciding_criteria
from judging.scoring.sheets import SheetScore
from judging.scoring.tie_breaks import TieBreak, tie_break_value

METHOD = "weighted-mean"
ADJUSTED_METHOD = "judge-adjusted-mean"
NO_VALUE = -1


@dataclass(frozen=True)
class Place:
    """One entry's place in a ranking. `score` is on the scale 0 to 100; without any sheet it has no score, no rank.

    `tie_break`: name of the criterion, or code of the `TieBreak`, that told it apart from entries of the same score.
    """

    submission: int
    rank: int | None
    score: Decimal | None
    sheet_count: int
    tie_break: str


def calculate_places(inputs: Mapping[str, Any]) -> list[Place]:
    """Rank the entries of a round by the plain means of their sheets, from the frozen inputs (docs/scoring.md)."""
    sheets = sheets_by_entry(inputs)
    return places_by(plain_means(inputs, sheets), inputs, sheets)


def calculate_adjusted_places(inputs: Mapping[str, Any]) -> list[Place] | Refusal:
    """Rank the entries by their judge-adjusted means, or say why there are none; the inputs' `adjustment` is the rule.

    Adjusted means are compared as they are stored, rounded to six places; ties are broken as in `calculate_places`.
    """
    sheets = sheets_by_entry(inputs)
    adjustment = adjust(scores_of(sheets, inputs), rule_from(inputs["adjustment"]))
    if isinstance(adjustment, Refusal):
        return adjustment
    return places_by(adjusted_means(inputs, adjustment), inputs, sheets)


@dataclass(frozen=True)
class Sheet:
    """A sheet of the inputs: its values on the scale of the rubric by criterion, without states such as "abstained".

    `score` is their weighted mean on the scale 0 to 100.
    """

    content: Mapping[str, Any]
    values: dict[str, int]
    score: Fraction | None


SheetsByEntry = Mapping[int, list[Sheet]]
ScoreByEntry = Mapping[int, Fraction | None]


def sheets_by_entry(inputs: Mapping[str, Any]) -> SheetsByEntry:
    maximum = inputs["rubric"]["scale_maximum"]
    weights = whole_weights({criterion["code"]: criterion["weight"] for criterion in inputs["rubric"]["criteria"]})
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in inputs["sheets"]:
        values = {code: value for code, value in sheet["scores"].items() if isinstance(value, int)}
        score = weighted_mean(values, weights)
        sheets[sheet["submission"]].append(Sheet(sheet, values, None if score is None else percent_of(score, maximum)))
    return sheets


def scores_of(sheets: SheetsByEntry, inputs: Mapping[str, Any]) -> list[SheetScore]:
    return [
        SheetScore(entry, sheet.content["judge"], sheet.score) for entry in _entries(inputs) for sheet in sheets[entry]
    ]


def plain_means(inputs: Mapping[str, Any], sheets: SheetsByEntry) -> ScoreByEntry:
    return {entry: mean(sheet.score for sheet in sheets[entry]) for entry in _entries(inputs)}


def adjusted_means(inputs: Mapping[str, Any], adjustment: Adjustment) -> ScoreByEntry:
    means = {entry: Fraction(adjusted.mean) for entry, adjusted in adjustment.entries.items()}
    return {entry: means.get(entry) for entry in _entries(inputs)}


def _entries(inputs: Mapping[str, Any]) -> list[int]:
    return [entry["submission"] for entry in inputs["entries"]]


def places_by(scores: ScoreByEntry, inputs: Mapping[str, Any], sheets: SheetsByEntry) -> list[Place]:
    """Rank by the scores, then by the criteria that break ties, then by the rules beyond them."""
    criteria = inputs["rubric"]["criteria"]
    breakers = sorted((c for c in criteria if c["tie_break_order"]), key=lambda c: (c["tie_break_order"], c["code"]))
    rules = [TieBreak(code) for code in inputs.get("tie_breaks", ())]
    keys = {
        entry: _key(score, sheets[entry], [criterion["code"] for criterion in breakers], rules)
        for entry, score in scores.items()
        if score is not None
    }
    ranks = competition_ranks(keys)
    decided = deciding_criteria(keys, [*(criterion["name"] for criterion in breakers), *rules])
    return [
        Place(
            submission=entry,
            rank=ranks.get(entry),
            score=None if score is None else as_decimal(score),
            sheet_count=sum(1 for sheet in sheets[entry] if sheet.values),
            tie_break=decided.get(entry, ""),
        )
        for entry, score in scores.items()
    ]


def _key(score: Fraction, sheets: list[Sheet], breakers: list[str], rules: list[TieBreak]) -> Key:
    means = (mean(sheet.values.get(code) for sheet in sheets) for code in breakers)
    present = [sheet.score for sheet in sheets if sheet.score is not None]
    return (
        score,
        *(NO_VALUE if value is None else value for value in means),
        *(tie_break_value(rule, present) for rule in rules),
    )
