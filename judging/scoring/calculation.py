from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from judging.scoring.means import as_decimal, mean, percent_of, weighted_mean
from judging.scoring.ranks import Key, competition_ranks, deciding_criteria

METHOD = "weighted-mean"
NO_VALUE = -1


@dataclass(frozen=True)
class Place:
    """One entry's place in a ranking. `score` is on the scale 0 to 100; without any sheet it has no score, no rank."""

    submission: int
    rank: int | None
    score: Decimal | None
    sheet_count: int
    tie_break: str


def calculate_places(inputs: Mapping[str, Any]) -> list[Place]:
    """Rank the entries of a round from the frozen inputs of a result (their shape: docs/scoring.md).

    The result depends on nothing else, so whoever holds the inputs can calculate it again.
    """
    criteria = inputs["rubric"]["criteria"]
    weights = {criterion["code"]: Decimal(criterion["weight"]) for criterion in criteria}
    breakers = sorted((c for c in criteria if c["tie_break_order"]), key=lambda c: (c["tie_break_order"], c["code"]))
    sheets = _percents_by_entry(inputs)

    scores, keys = {}, {}
    for entry in (entry["submission"] for entry in inputs["entries"]):
        sheet_scores = [weighted_mean(values, weights) for values in sheets[entry]]
        scores[entry] = mean(sheet_scores)
        if scores[entry] is not None:
            keys[entry] = _key(scores[entry], sheets[entry], [criterion["code"] for criterion in breakers])

    ranks = competition_ranks(keys)
    decided = deciding_criteria(keys, [criterion["name"] for criterion in breakers])
    return [
        Place(
            submission=entry,
            rank=ranks.get(entry),
            score=None if score is None else as_decimal(score),
            sheet_count=sum(1 for values in sheets[entry] if values),
            tie_break=decided.get(entry, ""),
        )
        for entry, score in scores.items()
    ]


def _percents_by_entry(inputs: Mapping[str, Any]) -> dict[int, list[dict[str, Fraction]]]:
    """Return the sheets of each entry as percent by criterion; a state such as "abstained" is left out."""
    maximum = inputs["rubric"]["scale_maximum"]
    sheets: dict[int, list[dict[str, Fraction]]] = defaultdict(list)
    for sheet in inputs["sheets"]:
        values = {code: percent_of(v, maximum) for code, v in sheet["scores"].items() if isinstance(v, int)}
        sheets[sheet["submission"]].append(values)
    return sheets


def _key(score: Fraction, sheets: list[dict[str, Fraction]], breakers: list[str]) -> Key:
    means = (mean(values.get(code) for values in sheets) for code in breakers)
    return (score, *(NO_VALUE if value is None else value for value in means))
