from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.comparison import ComparedScores, compared_scores
from judging.scoring.sheets import SheetScore


def compared(rows):
    return compared_scores(SheetScore(*row) for row in rows)


def decimals(*texts):
    return ComparedScores(*(None if text is None else Decimal(text) for text in texts))


def test_scores_of_entries_by_each_rule():
    """Judge 1 gives 60, 80, 100 (mean 80, deviation 20), judge 2 gives 40, 50, 60 (50, 10); the mean of all is 65."""
    rows = [(1, 1, 100), (1, 2, 50), (2, 1, 60), (2, 2, 60), (3, 1, 80), (3, 2, 40)]

    assert compared(rows) == {
        1: decimals("75", "75", "75", "0.5", "73.125"),
        2: decimals("60", "60", "60", "0", "63.375"),
        3: decimals("60", "60", "60", "-0.5", "58.5"),
    }


@pytest.mark.parametrize(
    ("scores", "median", "trimmed"),
    [
        ([50], 50, 50),
        ([50, 70], 60, 60),
        ([90, 50, 60], 60, 60),
        ([10, 60, 80, 100], 70, 70),
        ([0, 50, 60, 70, 100], 60, 60),
    ],
)
def test_median_and_trimmed_mean(scores, median, trimmed):
    found = compared([(1, judge, score) for judge, score in enumerate(scores)])[1]

    assert (found.median, found.trimmed) == (median, trimmed)


def test_trimming_drops_one_sheet_at_each_end():
    assert compared([(1, judge, score) for judge, score in enumerate([0, 40, 50, 90, 100])])[1].trimmed == 60


def test_a_judge_who_gives_all_the_same_counts_in_no_z_score_and_one_who_gives_zero_in_no_ratio():
    rows = [(1, 1, 0), (2, 1, 0), (2, 2, 40), (3, 2, 60)]

    assert compared(rows) == {
        1: decimals("0", "0", "0", None, None),
        2: decimals("20", "20", "20", "-0.707107", "20"),
        3: decimals("60", "60", "60", "0.707107", "30"),
    }


def test_without_a_scored_sheet_there_is_nothing_to_compare():
    assert compared([]) == compared([(1, 1, None)]) == {}


@given(st.dictionaries(st.tuples(st.integers(1, 5), st.integers(1, 4)), st.integers(0, 100), min_size=1))
def test_means_lie_between_the_lowest_and_the_highest_sheet(rows):
    for entry, found in compared((*pair, score) for pair, score in rows.items()).items():
        own = [score for (one, _judge), score in rows.items() if one == entry]
        assert all(min(own) <= value <= max(own) for value in (found.mean, found.median, found.trimmed))
