from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.allocation import Allocation, Seat, allocate


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
    assert allocation.short == {}


def test_a_chain_frees_a_judge_for_the_entry_that_nobody_else_can_take():
    seats = [Seat(1, limit=1), Seat(2, limit=1, forbidden=frozenset({101}))]

    assert allocate({100: 1, 101: 1}, seats, seed=3).pairs == [(1, 101), (2, 100)]


def test_what_is_taken_is_never_moved():
    seats = [Seat(1, taken=frozenset({100, 101, 102})), Seat(2)]

    assert allocate({100: 1, 103: 1}, seats, seed=1) == Allocation([(2, 100), (2, 103)])


def test_an_entry_that_cannot_be_filled_is_reported_with_what_is_missing():
    seats = [Seat(1), Seat(2, forbidden=frozenset({100}))]

    assert allocate({100: 2}, seats, seed=1) == Allocation([(1, 100)], short={100: 1})


@st.composite
def panels(draw):
    entries = list(range(draw(st.integers(1, 12))))
    seats = [
        Seat(
            judge,
            forbidden=frozenset(draw(st.sets(st.sampled_from(entries), max_size=3))),
            limit=draw(st.none() | st.integers(0, 6)),
        )
        for judge in range(draw(st.integers(1, 6)))
    ]
    return dict.fromkeys(entries, draw(st.integers(1, 3))), seats


@given(panels(), st.integers(0, 99))
def test_no_allocation_breaks_a_rule_and_needs_are_met_or_reported(panel, seed):
    needs, seats = panel
    allocation = allocate(needs, seats, seed=seed)
    loads = loads_of(allocation)

    assert len(set(allocation.pairs)) == len(allocation.pairs)
    for seat in seats:
        assert seat.limit is None or loads[seat.judge] <= seat.limit
        assert not {entry for judge, entry in allocation.pairs if judge == seat.judge} & seat.forbidden
    filled = Counter(entry for _judge, entry in allocation.pairs)
    assert {entry: filled[entry] + allocation.short.get(entry, 0) for entry in needs} == needs


@pytest.mark.parametrize("judges", [3, 7, 50])
def test_loads_stay_within_one_for_a_whole_province(judges):
    seats = [Seat(judge, forbidden=frozenset({judge, judge + 50})) for judge in range(judges)]

    loads = loads_of(allocate(dict.fromkeys(range(500), 3), seats, seed=2026))

    assert max(loads.values()) - min(loads.values()) <= 1
