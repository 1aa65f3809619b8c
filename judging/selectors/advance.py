"""Who goes on from a sealed round to the next, by the rule that was fixed before it opened."""

from dataclasses import dataclass

from judging.enums import Pool
from judging.models import ResultRow, ResultRun, Round
from judging.models.results import IS_SEALED
from judging.scoring.advance import Standing, advancing
from judging.selectors.results import ranking_table

POOL_OF = {Pool.GROUP: "group_id", Pool.CATEGORY: "category_id"}


@dataclass(frozen=True)
class Advance:
    """The places of a sealed result in order, and the ids of the submissions that go on."""

    run: ResultRun
    rows: list[ResultRow]
    submissions: set[int]


def advance_from(round_: Round) -> Advance | None:
    """Return who goes on from the round, or None while it has no sealed result."""
    run = round_.result_runs.filter(IS_SEALED).defer("inputs").first()
    if run is None:
        return None
    rows = list(ranking_table(run))
    pool = POOL_OF.get(round_.advance_pool)
    standings = (
        Standing(row.submission_id, row.rank, row.score, getattr(row.submission, pool) if pool else None)
        for row in rows
    )
    chosen = advancing(standings, count=round_.advance_count, passing_grade=round_.passing_grade)
    return Advance(run, rows, chosen)
