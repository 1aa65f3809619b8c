import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.allocation import Seat, allocate
from judging.scoring.anchors import suggest_anchors
from judging.scoring.connection import connection_of

TWO_PANELS = [(1, 100), (2, 100), (2, 101), (1, 101), (3, 102), (4, 102)]


def groups_of(pairs):
    return [list(group.judges) for group in connection_of(pairs).groups]


def test_an_anchor_goes_to_who_has_least_to_do_and_room():
    seats = [Seat(1, limit=2), Seat(2), Seat(3), Seat(4, forbidden=frozenset({100, 101}))]

    anchors = suggest_anchors(seats, TWO_PANELS, wanted=1)

    assert anchors == [(3, 100)]
    assert groups_of([*TWO_PANELS, *anchors]) == [[1, 2, 3, 4]]


def test_several_anchors_spread_over_judges_and_entries():
    seats = [Seat(judge) for judge in (1, 2, 3, 4)]

    assert suggest_anchors(seats, TWO_PANELS) == [(3, 100), (4, 101), (1, 102)]


def test_every_group_is_joined_to_the_largest():
    pairs = [*TWO_PANELS, (5, 103)]

    anchors = suggest_anchors([Seat(judge) for judge in range(1, 6)], pairs, wanted=1)

    assert len(anchors) == 2
    assert groups_of([*pairs, *anchors]) == [[1, 2, 3, 4, 5]]


def test_an_anchor_prefers_who_knows_the_category_and_demands_it_where_the_round_does():
    foreign = Seat(3, expertise=frozenset({8}))
    seats, categories = [Seat(1, expertise=frozenset({7})), foreign], {100: 7, 101: 8, 102: 7}
    pairs = [(1, 100), (3, 101), (3, 102)]

    assert suggest_anchors(seats, pairs, categories=categories, wanted=1) == [(1, 102)]
    assert suggest_anchors([foreign], pairs, categories=categories, wanted=1) == [(3, 100)]
    assert suggest_anchors([foreign], pairs, categories=categories, demands_expertise=True) == []


def test_nobody_who_left_or_is_full_is_asked():
    seats = [Seat(judge, has_left=True) for judge in (1, 2, 3)] + [Seat(4, limit=1)]

    assert suggest_anchors(seats, TWO_PANELS) == []


@pytest.mark.parametrize("pairs", [[], [(1, 100)], [(1, 100), (2, 100)]])
def test_what_hangs_together_needs_no_anchor(pairs):
    assert suggest_anchors([Seat(1), Seat(2)], pairs) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 9)), max_size=20))
def test_anchors_always_join_what_no_rule_keeps_apart(pairs):
    anchors = suggest_anchors([Seat(judge) for judge in range(1, 7)], pairs)

    assert len(groups_of([*pairs, *anchors])) == (1 if pairs else 0)
    assert len({*pairs, *anchors}) == len(set(pairs)) + len(anchors)


def test_two_judges_swap_where_that_joins_panels_and_what_is_held_stays():
    """Whatever the draw gives, four judges of five entries hang together, also with those who only hold some."""
    held = {3: frozenset({200, 201}), 4: frozenset({200, 201})}
    seats = [Seat(judge, taken=held.get(judge, frozenset())) for judge in (1, 2, 3, 4)]
    needs = dict.fromkeys((100, 101, 102, 103), 2)

    for seed in range(20):
        made = allocate(needs, seats, seed=seed).pairs
        held_pairs = [(judge, entry) for judge, entries in held.items() for entry in entries]
        assert len(groups_of([*made, *held_pairs])) == 1


def test_panels_of_separate_expertise_stay_apart_rather_than_lose_it():
    seats = [Seat(judge, expertise=frozenset({judge % 2})) for judge in range(4)]
    needs = dict.fromkeys(range(100, 108), 2)
    categories = {entry: entry % 2 for entry in needs}

    assert groups_of(allocate(needs, seats, seed=1, categories=categories).pairs) == [[0, 2], [1, 3]]
