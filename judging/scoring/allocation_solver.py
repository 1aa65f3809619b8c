"""The allocation as a linear program, solved by HiGHS through SciPy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

Integers = NDArray[np.int64]
JUDGES_AT_A_TIME = 8  # pairs of an entry that come into the program at once: decides its speed, not its result


@dataclass(frozen=True)
class Market:
    """Who may take what. Entries and judges are numbered from 0.

    `needs` says how many judges each entry lacks, `loads` how many entries each judge has already, `rooms` how many
    more are allowed. Each pair joins an entry of `entry_of` and a judge of `judge_of`; no pair stands there twice.
    """

    needs: Integers
    loads: Integers
    rooms: Integers
    entry_of: Integers
    judge_of: Integers


def best_pairs(market: Market, costs: Sequence[Integers]) -> NDArray[np.bool_]:
    """Return for each pair whether it is made: as many as possible, loads as level as possible, then at least cost.

    `costs` are whole numbers for each pair, the first array counting before the second. Nothing is rounded away: every
    vertex of a transport problem with whole bounds is whole (Hoffman and Kruskal 1956, its matrix is totally
    unimodular), so the linear program needs no branching, and its dual prices are sums of the whole costs.
    """
    if not len(market.entry_of):
        return np.zeros(0, dtype=bool)
    program = _Program(market, costs)
    program.minimise(program.levelling_cost)
    for cost in costs:
        program.minimise(program.cost_of_pairs(cost))
    return program.values[: len(market.entry_of)] > 0.5


class _Program:
    """Columns stand for pairs, for places of judges and for gaps of entries; rows for entries, then for judges.

    The pairs and gaps of an entry add up to its need, and the pairs of a judge fill as many places. Each column is 0
    or 1.
    """

    def __init__(self, market: Market, costs: Sequence[Integers]):
        entries, judges, pairs = len(market.needs), len(market.loads), len(market.entry_of)
        self.entry_of = market.entry_of
        places = np.minimum(market.rooms, np.bincount(market.judge_of, minlength=judges))
        judge_of_place = np.repeat(np.arange(judges), places)
        entry_of_gap = np.repeat(np.arange(entries), market.needs)
        self.matrix = sparse.block_array(
            [
                [_incidence(market.entry_of, entries), None, _incidence(entry_of_gap, entries)],
                [_incidence(market.judge_of, judges), -_incidence(judge_of_place, judges), None],
            ],
            format="csc",
        )
        self.totals = np.concatenate([market.needs, np.zeros(judges, dtype=np.int64)])
        level = market.loads[judge_of_place] + _counted_up(places)
        self.levelling_cost = _levelling_cost(pairs, level, _counted_up(market.needs))

        self.values = np.zeros(len(self.levelling_cost))
        self.lowest, self.highest = np.zeros_like(self.values), np.ones_like(self.values)
        self.level = np.concatenate([np.zeros(pairs, dtype=np.int64), level, np.zeros_like(entry_of_gap)])
        self.highest_level = (market.loads.sum() + market.needs.sum()) // max(judges, 1) + 2
        # The costs draw a few judges for each entry at random: such pairs can nearly always be level at once.
        self.is_used = self._are_few(*costs) | self._are_few(costs[-1])

    def cost_of_pairs(self, cost: Integers) -> Integers:
        return np.concatenate([cost, np.zeros(len(self.values) - len(cost), dtype=np.int64)])

    def minimise(self, cost: Integers) -> None:
        """Find the least cost that what was minimised before allows, and keep every later solution to it.

        Most pairs are never worth a look, so the program starts with few columns and takes in those whose reduced
        cost says that they would help, until none would (column generation): the optimum is that of all columns.
        """
        reduced = self._solve(cost)
        while (helpful := self._is_free & ~self.is_used & (reduced < -0.5)).any():
            self.highest_level *= 1 + (self.level[helpful] > self.highest_level).any()
            self.is_used |= helpful & self._are_few(np.where(helpful, reduced, np.inf))
            reduced = self._solve(cost)
        # A column with a reduced cost has the same value in every optimal solution (complementary slackness).
        is_free = self._is_free
        self.lowest[is_free & (reduced < -0.5)] = 1
        self.highest[is_free & (reduced > 0.5)] = 0

    @property
    def _is_free(self) -> NDArray[np.bool_]:
        return self.lowest < self.highest

    def _are_few(self, *costs: NDArray) -> NDArray[np.bool_]:
        """Choose a few pairs of each entry, those of least cost, the places up to the highest level, and all gaps."""
        order = np.lexsort((*(cost[: len(self.entry_of)] for cost in reversed(costs)), self.entry_of))
        are_few = self.level <= self.highest_level
        are_few[order] = _counted_up(np.bincount(self.entry_of)) <= JUDGES_AT_A_TIME
        return are_few

    def _solve(self, cost: Integers) -> NDArray[np.float64]:
        """Solve with the columns in use, keep their values and return the reduced cost of all columns."""
        used = self.is_used & (self.highest > 0)
        result = linprog(
            cost[used],
            A_eq=self.matrix[:, used],
            b_eq=self.totals,
            bounds=np.column_stack([self.lowest[used], self.highest[used]]),
            method="highs-ds",
        )
        if not result.success:
            raise ArithmeticError(result.message)
        self.values[:] = 0
        self.values[used] = result.x
        return cost - self.matrix.T @ result.eqlin.marginals


def _levelling_cost(pairs: int, level: Integers, gap: Integers) -> Integers:
    """Price the places of a judge by the load that they lead to, and gaps above all places.

    The rising price makes the greatest load as small as it can be, then the next, which also makes the least as great
    as it can be (Frank and Murota 2022, "Decreasing minimization on M-convex sets"). The second gap of an entry costs
    twice the first, so that what is missing is spread out.
    """
    return np.concatenate([np.zeros(pairs, dtype=np.int64), level, gap * (level.max(initial=0) + 1)])


def _incidence(row_of: Integers, rows: int) -> sparse.csc_array:
    """Return a matrix with one 1 in each column, in the row that is given for it."""
    columns = len(row_of)
    return sparse.csc_array((np.ones(columns), (row_of, np.arange(columns))), shape=(rows, columns))


def _counted_up(lengths: Integers) -> Integers:
    """Count 1, 2, … up to each length, one run after the other."""
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.arange(len(starts)) - starts + 1
