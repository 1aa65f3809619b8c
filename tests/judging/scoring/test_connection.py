import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.connection import Connection, Group, connection_of

APART = [(1, 10), (2, 10), (1, 11), (2, 11), (3, 12), (4, 12), (5, 13)]


def everybody_scores_everything(judges, entries):
    return [(judge, entry) for judge in range(1, judges + 1) for entry in range(100, 100 + entries)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], Connection((), 1.0, None, 0)),
        ([(4, 100), (4, 101)], Connection((Group((4,), (100, 101)),), 1.0, None, 0)),
        (
            everybody_scores_everything(3, 4),
            Connection((Group((1, 2, 3), (100, 101, 102, 103)),), 1.0, ((1,), (2, 3)), 4),
        ),
        (
            APART,
            Connection(
                (Group((1, 2), (10, 11)), Group((3, 4), (12,)), Group((5,), (13,))), 0.0, ((1, 2, 3, 4), (5,)), 0
            ),
        ),
    ],
)
def test_how_a_panel_hangs_together(pairs, expected):
    assert connection_of(pairs) == expected


def test_two_groups_that_share_one_entry_are_the_loosest():
    pairs = [(judge, entry) for judge in (1, 5) for entry in range(100, 110)]
    pairs += [(judge, entry) for judge in (2, 3) for entry in range(110, 120)]
    connection = connection_of([*pairs, (2, 100)])

    assert (connection.loosest, connection.shared) == (((1, 5), (2, 3)), 1)
    assert 0 < connection.strength < 0.1


def test_two_judges_are_as_strongly_connected_as_their_shared_share():
    """Of ten sheets each, four are on shared entries: the factor is exactly that share."""
    pairs = [(1, entry) for entry in range(10)] + [(2, entry) for entry in range(6, 16)]

    assert connection_of(pairs) == Connection(
        (Group((1, 2), tuple(range(16))),), strength=0.4, loosest=((1,), (2,)), shared=4
    )


def test_all_pairs_of_five_judges_reach_what_pairs_can():
    """A balanced incomplete block design has the efficiency (1 - 1/k) / (1 - 1/v); here k = 2 of v = 5 judges."""
    pairs = [(judge, 10 * one + other) for one in range(5) for other in range(one) for judge in (one, other)]

    assert connection_of(pairs).strength == 0.625


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 9)), max_size=20))
def test_strength_is_zero_just_where_groups_are_apart(pairs):
    before = connection_of(pairs)

    assert 0 <= before.strength <= 1
    assert (before.strength == 0) == (len(before.groups) > 1)
    assert sorted(judge for group in before.groups for judge in group.judges) == sorted({judge for judge, _ in pairs})
