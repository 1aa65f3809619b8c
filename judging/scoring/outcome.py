"""Everything that a result says, from its frozen inputs alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from judging.scoring.adjustment import Adjustment, Refusal, adjust, rule_from
from judging.scoring.calculation import (
    ADJUSTED_METHOD,
    METHOD,
    Place,
    ScoreByEntry,
    adjusted_means,
    places_by,
    plain_means,
    scores_of,
    sheets_by_entry,
)
from judging.scoring.combination import combine_rounds
from judging.scoring.means import as_decimal
from judging.scoring.sheets import SheetScore
from judging.scoring.spread import spread_by_entry
from judging.scoring.uncertainty import rank_intervals


@dataclass(frozen=True)
class Standing:
    """One entry by the plain and by the judge-adjusted means of the round, beside its official place.

    Scores are points, 0 to 100. What needs the adjustment is None where that was refused: the rank that repeated
    judging could well have given lies between `first` and `last`.
    """

    place: Place
    raw_rank: int | None
    raw_score: Decimal | None
    adjusted_rank: int | None
    adjusted_score: Decimal | None
    standard_error: Decimal | None
    first: int | None
    last: int | None
    spread: Decimal | None


@dataclass(frozen=True)
class Outcome:
    """`method` is the one that counted: plain means where the rule asks for adjusted ones that were refused."""

    method: str
    sheets: list[SheetScore]
    adjustment: Adjustment | Refusal
    standings: list[Standing]


def outcome_of(inputs: Mapping[str, Any]) -> Outcome:
    """Calculate the result of a round from the frozen inputs (their shape: docs/scoring.md), and from nothing else."""
    sheets = sheets_by_entry(inputs)
    scores = scores_of(sheets, inputs)
    adjustment = adjust(scores, rule_from(inputs["adjustment"]))
    plain = plain_means(inputs, sheets)
    raw, adjusted, intervals = _by_entry(places_by(plain, inputs, sheets)), {}, {}
    method, official = METHOD, plain
    if isinstance(adjustment, Adjustment):
        means = adjusted_means(inputs, adjustment)
        adjusted = _by_entry(places_by(means, inputs, sheets))
        intervals = rank_intervals(adjustment, seed=inputs["round"]["seed"])
        if inputs["method"] == ADJUSTED_METHOD:
            method, official = ADJUSTED_METHOD, means
    spreads = spread_by_entry(scores)
    places = places_by(_with_earlier_rounds(inputs, official), inputs, sheets)
    standings = [_standing(place, raw, adjusted, adjustment, intervals, spreads) for place in places]
    return Outcome(method, scores, adjustment, standings)


def _by_entry(places: list[Place]) -> dict[int, Place]:
    return {place.submission: place for place in places}


def _with_earlier_rounds(inputs: Mapping[str, Any], scores: ScoreByEntry) -> ScoreByEntry:
    """Combine the scores of this round with the final ones of the rounds before, by the weights of the rounds."""
    earlier = inputs["earlier"]
    if not earlier:
        return scores
    rounds = [
        {int(entry): None if score is None else Decimal(score) for entry, score in one["scores"].items()}
        for one in earlier
    ]
    current = {entry: None if score is None else as_decimal(score) for entry, score in scores.items()}
    weights = [Decimal(one["weight"]) for one in [*earlier, inputs["round"]]]
    final = combine_rounds([*rounds, current], weights)
    return {entry: None if current[entry] is None else Fraction(final[entry].score) for entry in scores}


def _standing(place, raw, adjusted, adjustment, intervals, spreads) -> Standing:
    entry = place.submission
    interval, beside, spread = intervals.get(entry), adjusted.get(entry), spreads.get(entry)
    estimate = adjustment.entries.get(entry) if isinstance(adjustment, Adjustment) else None
    return Standing(
        place=place,
        raw_rank=raw[entry].rank,
        raw_score=raw[entry].score,
        adjusted_rank=beside and beside.rank,
        adjusted_score=beside and beside.score,
        standard_error=estimate and estimate.standard_error,
        first=interval and interval.first,
        last=interval and interval.last,
        spread=spread and spread.range,
    )
