from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from judging.scoring import allocation_solver
from judging.scoring.allocation import Allocation, Seat, Shortage, allocate
from judging.scoring.connection import connection_of


def loads_of(allocation):
    return Counter(judge for judge, _entry in allocation.pairs)


def test_loads_are_level_and_the_seed_decides():
    needs = dict.fromkeys(range(100, 110), 3)
    seats = [Seat(judge) for judge in range(1, 5)]

    first, again, other = (allocate(needs, seats, seed=seed) for seed in (7, 7, 8))

    assert first == again
    assert first.pairs != other.pairs
    assert sorted(loads_of(first).values()) == [7, 7, 8, 8]
    assert Counter(entry for _judge, entry in first.pairs) == Counter(needs)


def test_forbidden_entries_and_limits_are_kept():
    seats = [Seat(1, forbidden=frozenset({100})), Seat(2, limit=1), Seat(3)]

    allocation = allocate({100: 2, 101: 1, 102: 1}, seats, seed=1)

    assert (1, 100) not in allocation.pairs
    assert loads_of(allocation)[2] == 1
    assert allocation.short == []


def test_a_chain_frees_a_judge_for_the_entry_that_nobody_else_can_take():
    seats = [Seat(1, limit=1), Seat(2, limit=1, forbidden=frozenset({101}))]

    assert allocate({100: 1, 101: 1}, seats, seed=3).pairs == [(1, 101), (2, 100)]


def test_what_is_taken_is_never_moved():
    seats = [Seat(1, taken=frozenset({100, 101, 102})), Seat(2)]

    assert allocate({100: 1, 103: 1}, seats, seed=1) == Allocation([(2, 100), (2, 103)], [])


def test_an_entry_that_cannot_be_filled_is_reported_with_what_is_missing():
    seats = [Seat(1), Seat(2, forbidden=frozenset({100}))]

    assert allocate({100: 2}, seats, seed=1) == Allocation([(1, 100)], short=[Shortage(100, 1, conflict=1)])


def test_the_same_seed_gives_the_same_pairs_on_every_machine():
    seats = [Seat(1), Seat(2, taken=frozenset({9})), Seat(3, forbidden=frozenset({101}))]

    assert allocate(dict.fromkeys(range(100, 105), 2), seats, seed=2026).pairs == [
        *((1, entry) for entry in (100, 101, 102)),
        *((2, entry) for entry in (101, 103, 104)),
        *((3, entry) for entry in (100, 102, 103, 104)),
    ]


def test_who_knows_the_category_comes_first_but_levelled_loads_come_before_that():
    seats = [Seat(1, expertise=frozenset({7})), Seat(2, expertise=frozenset({8})), Seat(3, expertise=frozenset({8}))]
    needs, categories = dict.fromkeys(range(100, 106), 1), dict.fromkeys(range(100, 106), 7) | {104: 8, 105: 8}

    allocation = allocate(needs, seats, seed=1, categories=categories)

    assert loads_of(allocation) == {1: 2, 2: 2, 3: 2}
    assert {entry for judge, entry in allocation.pairs if judge == 1} < {100, 101, 102, 103}
    known = [(judge, entry) for judge, entry in allocation.pairs if (judge == 1) == (categories[entry] == 7)]
    assert len(known) == 4


def test_demanded_expertise_leaves_short_rather_than_to_somebody_foreign():
    seats = [Seat(1, expertise=frozenset({7})), Seat(2, expertise=frozenset({8})), Seat(3)]

    allocation = allocate({100: 3, 101: 1}, seats, seed=1, categories={100: 7}, demands_expertise=True)

    assert {judge for judge, entry in allocation.pairs if entry == 100} == {1, 3}
    assert allocation.short == [Shortage(100, missing=1, expertise=1)]


def test_a_shortage_counts_who_is_kept_away_by_what():
    seats = [
        Seat(1, forbidden=frozenset({100})),
        Seat(2, limit=1, taken=frozenset({101})),
        Seat(3, expertise=frozenset({8})),
        Seat(4, has_left=True),
        Seat(5, taken=frozenset({100})),
    ]

    allocation = allocate({100: 2}, seats, seed=1, categories={100: 7}, demands_expertise=True)

    assert allocation == Allocation([], [Shortage(100, missing=2, conflict=1, expertise=1, limit=1)])


def test_what_is_missing_is_spread_over_the_entries():
    needs, seats = {100: 2, 101: 2, 102: 2}, [Seat(1, limit=2), Seat(2, limit=1)]

    shortages = [allocate(needs, seats, seed=seed).short for seed in range(12)]

    assert shortages == [[Shortage(entry, missing=1, limit=1) for entry in needs]] * 12


def test_who_left_gets_nothing():
    assert allocate({100: 1}, [Seat(1, has_left=True), Seat(2, taken=frozenset({99}))], seed=1).pairs == [(2, 100)]


@pytest.mark.parametrize("seats", [[], [Seat(1)]])
def test_nothing_is_needed_or_nobody_is_there(seats):
    assert allocate({}, seats, seed=1) == Allocation([], [])
    assert len(allocate({100: 1}, seats, seed=1).short) == 1 - len(seats)


@pytest.mark.parametrize("at_a_time", [1, 3, 1000])
def test_how_many_columns_the_solver_takes_at_once_changes_nothing(monkeypatch, at_a_time):
    """Few judges know the entries and half of them are nearly full, so the solver looks beyond its first columns."""
    seats = [
        Seat(judge, limit=5 if judge % 2 else None, expertise=frozenset({judge % 4} if judge % 3 else ()))
        for judge in range(24)
    ]
    needs, categories = dict.fromkeys(range(60), 3), {entry: entry % 4 // 2 for entry in range(60)}
    expected = allocate(needs, seats, seed=5, categories=categories)

    monkeypatch.setattr(allocation_solver, "JUDGES_AT_A_TIME", at_a_time)

    assert allocate(needs, seats, seed=5, categories=categories) == expected


@st.composite
def panels(draw, most_entries=12, most_judges=6):
    entries = list(range(draw(st.integers(1, most_entries))))
    some = st.sets(st.sampled_from(entries), max_size=3)
    categories = {entry: draw(st.integers(1, 3)) for entry in entries}
    seats = [
        Seat(
            judge,
            taken=frozenset(draw(some)),
            forbidden=frozenset(draw(some)),
            limit=draw(st.none() | st.integers(0, 6)),
            expertise=frozenset(draw(st.sets(st.integers(1, 3), max_size=2))),
            has_left=draw(st.integers(0, 5)) == 0,
        )
        for judge in range(draw(st.integers(1, most_judges)))
    ]
    return dict.fromkeys(entries, draw(st.integers(1, 3))), seats, categories


def may_take(seat, entry, category, *, demands_expertise):
    return (
        entry not in seat.taken | seat.forbidden
        and not seat.has_left
        and (not demands_expertise or seat.knows(category))
    )


def room_of(seat):
    return 99 if seat.limit is None else max(seat.limit - len(seat.taken), 0)


def most_pairs(needs, seats, categories, *, demands_expertise):
    """The greatest number of pairs, by a maximum flow from the entries through the pairs to the judges."""
    judge_node, drain = {seat.judge: 1 + len(needs) + number for number, seat in enumerate(seats)}, 1 + len(needs)
    drain += len(seats)
    capacity = np.zeros((drain + 1, drain + 1), dtype=np.int32)
    for node, (entry, need) in enumerate(needs.items(), start=1):
        capacity[0, node] = need
        for seat in seats:
            is_able = may_take(seat, entry, categories[entry], demands_expertise=demands_expertise)
            capacity[node, judge_node[seat.judge]] = is_able
    for seat in seats:
        capacity[judge_node[seat.judge], drain] = room_of(seat)
    return maximum_flow(csr_array(capacity), 0, drain).flow_value


@given(panels(), st.integers(0, 99), st.booleans())
def test_no_allocation_breaks_a_rule_and_as_many_as_possible_are_made(panel, seed, demands_expertise):
    needs, seats, categories = panel
    rule = {"demands_expertise": demands_expertise}

    allocation = allocate(needs, seats, seed=seed, categories=categories, **rule)

    assert len(set(allocation.pairs)) == len(allocation.pairs) == most_pairs(needs, seats, categories, **rule)
    loads, by_judge = loads_of(allocation), {seat.judge: seat for seat in seats}
    assert all(may_take(by_judge[judge], entry, categories[entry], **rule) for judge, entry in allocation.pairs)
    assert all(loads[seat.judge] <= room_of(seat) for seat in seats)
    filled = Counter(entry for _judge, entry in allocation.pairs)
    missing = {shortage.entry: shortage.missing for shortage in allocation.short}
    assert {entry: filled[entry] + missing.get(entry, 0) for entry in needs} == needs


def every_way(needs, seats, categories):
    """All allocations there are, as sets of pairs."""
    choices = [
        [
            frozenset((seat.judge, entry) for seat in group)
            for size in range(need + 1)
            for group in combinations([s for s in seats if may_take(s, entry, 0, demands_expertise=False)], size)
        ]
        for entry, need in needs.items()
    ]
    for chosen in product(*choices):
        pairs = frozenset().union(*chosen)
        loads = Counter(judge for judge, _entry in pairs)
        if all(loads[seat.judge] <= room_of(seat) for seat in seats):
            yield pairs


@settings(max_examples=60, deadline=None)
@given(panels(most_entries=4, most_judges=4), st.integers(0, 99))
def test_no_other_way_is_better(panel, seed):
    """Tried against all ways: pairs made, the busiest, the next and so on, then judges who know the category."""
    needs, seats, categories = panel

    def worth(pairs):
        loads = Counter(judge for judge, _entry in pairs)
        levels = sorted((len(seat.taken) + loads[seat.judge] for seat in seats), reverse=True)
        gaps = Counter(needs) - Counter(entry for _judge, entry in pairs)
        known = sum(seats[judge].knows(categories[entry]) for judge, entry in pairs)
        return -len(pairs), sorted(gaps.values(), reverse=True), levels, -known

    allocation = allocate(needs, seats, seed=seed, categories=categories)

    assert worth(allocation.pairs) == min(worth(pairs) for pairs in every_way(needs, seats, categories))


@given(st.integers(1, 12), st.integers(1, 30), st.integers(1, 3), st.integers(0, 99))
def test_loads_are_within_one_and_panels_hang_together_where_no_rule_stands_in_the_way(judges, entries, need, seed):
    need = min(need, judges)

    allocation = allocate(dict.fromkeys(range(entries), need), [Seat(judge) for judge in range(judges)], seed=seed)

    loads = [loads_of(allocation)[judge] for judge in range(judges)]
    assert max(loads) - min(loads) <= 1
    if len(allocation.pairs) >= judges + entries - 1:
        assert len(connection_of(allocation.pairs).groups) == 1


@pytest.mark.parametrize("judges", [3, 7, 50])
def test_loads_stay_within_one_for_a_whole_province(judges):
    seats = [Seat(judge, forbidden=frozenset({judge, judge + 50})) for judge in range(judges)]

    loads = loads_of(allocate(dict.fromkeys(range(500), 3), seats, seed=2026))

    assert max(loads.values()) - min(loads.values()) <= 1
