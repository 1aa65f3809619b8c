import numpy as np
import pytest

from judging.scoring.adjustment import AdjustmentRule, adjust
from judging.scoring.sheets import SheetScore
from judging.scoring.uncertainty import Boundary, RankInterval, near_boundary, rank_intervals


def adjustment_of(quality, *, error, seed=1, judges=5, per_entry=3):
    numbers = np.random.RandomState(seed)
    severity = numbers.normal(0, 5, judges)
    rows = [
        SheetScore(entry, judge, mean + severity[judge] + error * numbers.normal())
        for entry, mean in enumerate(quality, start=1)
        for judge in ((entry + shift) % judges for shift in range(per_entry))
    ]
    return adjust(rows, AdjustmentRule())


def test_entries_far_apart_keep_their_places_and_near_ones_share_an_interval():
    intervals = rank_intervals(adjustment_of([90, 70.2, 70, 70.1, 50, 30], error=1.5), seed=7)

    assert [(interval.first, interval.last) for interval in intervals.values()] == [
        (1, 1),
        (2, 4),
        (2, 4),
        (2, 4),
        (5, 5),
        (6, 6),
    ]


def test_without_error_a_place_is_sure_and_equal_entries_share_it():
    intervals = rank_intervals(adjustment_of([90, 70, 70, 50, 40], error=0), seed=7)

    assert list(intervals.values()) == [
        RankInterval(1, 1, 1),
        RankInterval(2, 2, 3),
        RankInterval(2, 2, 3),
        RankInterval(4, 4, 4),
        RankInterval(5, 5, 5),
    ]


def test_the_seed_decides_the_draws():
    adjustment = adjustment_of(np.linspace(60, 75, 40), error=6)
    first, again, other = (rank_intervals(adjustment, seed=seed) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_a_higher_level_never_narrows_an_interval():
    adjustment = adjustment_of(np.linspace(60, 75, 30), error=6)
    narrow, wide = (rank_intervals(adjustment, seed=1, level=level) for level in (0.5, 0.95))

    assert all(
        wide[entry].first <= one.first <= one.rank <= one.last <= wide[entry].last for entry, one in narrow.items()
    )


def test_a_single_entry_and_entries_without_a_difference_have_intervals():
    alike = rank_intervals(adjustment_of([70] * 12, error=8, judges=4), seed=3)
    one_judged_twice = adjust(
        [SheetScore(1, 1, 70), SheetScore(1, 2, 75), SheetScore(2, 1, 70), SheetScore(2, 2, 76)], AdjustmentRule()
    )

    assert {(interval.first, interval.last) for interval in alike.values()} == {(1, 12)}
    assert set(rank_intervals(one_judged_twice, seed=1)) == {1, 2}


@pytest.mark.parametrize(("spacing", "least"), [(0.5, 0.94), (2.0, 0.94)])
def test_intervals_hold_the_true_rank_about_as_often_as_they_say(spacing, least):
    held = []
    for seed in range(25):
        quality = 70 + spacing * np.random.RandomState(1000 + seed).normal(0, 6, 40)
        true_rank = np.argsort(np.argsort(-quality)) + 1
        intervals = rank_intervals(adjustment_of(quality, error=6, seed=seed), seed=seed)
        held += [one.first <= rank <= one.last for one, rank in zip(intervals.values(), true_rank, strict=True)]

    assert np.mean(held) >= least


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (1, Boundary(1, inside=(), outside=())),
        (2, Boundary(2, inside=(11,), outside=(12, 13))),
        (3, Boundary(3, inside=(11,), outside=(13,))),
        (9, Boundary(9, inside=(), outside=())),
    ],
)
def test_near_the_edge_of_awards_stand_those_whose_interval_crosses_it(places, expected):
    intervals = {
        10: RankInterval(1, 1, 1),
        13: RankInterval(4, 2, 4),
        11: RankInterval(2, 2, 4),
        12: RankInterval(3, 2, 3),
    }

    assert near_boundary(intervals, places) == expected
