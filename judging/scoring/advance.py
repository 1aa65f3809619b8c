"""Who goes on from a round to the next."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Standing:
    """An entry as the rule sees it. `score` is on the scale 0 to 100; `pool` is what it competes in."""

    entry: int
    rank: int | None
    score: Decimal | None
    pool: Hashable = None


def advancing(
    standings: Iterable[Standing], *, count: int | None = None, passing_grade: Decimal | None = None
) -> set[int]:
    """Return the entries that go on: the first `count` of each pool, those with the passing grade, or both at once.

    Without either everything that was scored goes on. What was not scored never does. Ranks are those of the whole
    round and only compared within a pool. A tie at the edge is never split: who shares the last place goes on as well.
    """
    pools = defaultdict(list)
    for standing in standings:
        if standing.rank is not None:
            pools[standing.pool].append(standing)
    return {
        standing.entry
        for pool in pools.values()
        for standing in pool
        if (count is None or sum(other.rank < standing.rank for other in pool) < count)
        and (passing_grade is None or standing.score >= passing_grade)
    }
