"""How a result would look with other tie-breaks. Nothing of it is stored."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from judging.models import ResultRow, ResultRun
from judging.scoring.outcome import outcome_of


@dataclass(frozen=True)
class Shift:
    """An entry whose place would be another one, and what would decide it."""

    row: ResultRow
    rank: int | None
    tie_break: str


def shifts_with(
    run: ResultRun, rows: Sequence[ResultRow], *, orders: Mapping[str, int | None], rules: Sequence[str]
) -> list[Shift]:
    """Return the entries that would move if ties were broken so, by the rank that they have.

    `orders` says by the code of each criterion when it decides, None where it takes no part; `rules` come after.
    """
    standings = {one.place.submission: one.place for one in outcome_of(_changed(run.inputs, orders, rules)).standings}
    places = [(row, standings[row.submission_id]) for row in rows]
    return [Shift(row, place.rank, place.tie_break) for row, place in places if place.rank != row.rank]


def _changed(inputs: Mapping[str, Any], orders: Mapping[str, int | None], rules: Sequence[str]) -> dict[str, Any]:
    changed = deepcopy({**inputs, "sheets": [], "tie_breaks": list(rules)}) | {"sheets": inputs["sheets"]}
    for criterion in changed["rubric"]["criteria"]:
        criterion["tie_break_order"] = orders.get(criterion["code"])
    return changed
