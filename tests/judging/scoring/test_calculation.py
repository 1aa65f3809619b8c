import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.adjustment import Obstacle, Refusal
from judging.scoring.calculation import Place, calculate_adjusted_places, calculate_places
from judging.scoring.levels import levels_of_ranks
from judging.scoring.ranks import competition_ranks, deciding_criteria

RUBRIC = {
    "scale_maximum": 5,
    "criteria": [
        {"code": "dampak", "name": "Signifikansi", "weight": "50.00", "tie_break_order": 1},
        {"code": "tiru", "name": "Adaptabilitas", "weight": "30.00", "tie_break_order": 2},
        {"code": "baru", "name": "Kebaruan", "weight": "20.00", "tie_break_order": None},
    ],
}


def inputs_of(sheets, entries=None):
    """`sheets`: pairs of submission and (dampak, tiru, baru)."""
    return {
        "rubric": RUBRIC,
        "entries": [{"submission": entry} for entry in entries or sorted({entry for entry, _ in sheets})],
        "sheets": [
            {"submission": entry, "scores": dict(zip(["dampak", "tiru", "baru"], scores, strict=True))}
            for entry, scores in sheets
        ],
    }


@pytest.mark.parametrize(
    ("scale", "maximum", "scores", "percent"),
    [
        ("levels", 5, (4, 4, 1), "68.000000"),
        ("points", 100, (73, 0, 100), "56.500000"),
        ("proved", 4, (3, 0, 4), "57.500000"),
    ],
)
def test_a_mark_is_its_share_of_the_highest_on_every_scale(scale, maximum, scores, percent):
    inputs = inputs_of([(1, scores)])
    rubric = {**RUBRIC, "scale": scale, "scale_maximum": maximum}

    assert calculate_places({**inputs, "rubric": rubric}) == [
        Place(1, rank=1, score=Decimal(percent), sheet_count=1, tie_break="")
    ]


def test_worked_example_of_the_documentation():
    places = calculate_places(
        inputs_of(
            [
                (1, (4, 4, 3)),
                (1, (5, "abstained", 4)),
                (2, (4, 5, 4)),
                (2, (4, 4, 4)),
                (3, (5, 4, 3)),
                (3, (4, 4, 4)),
                (4, (3, 3, 3)),
            ],
            entries=[1, 2, 3, 4, 5],
        )
    )

    assert places == [
        Place(1, rank=1, score=Decimal("85.142857"), sheet_count=2, tie_break=""),
        Place(2, rank=3, score=Decimal("83.000000"), sheet_count=2, tie_break="Signifikansi"),
        Place(3, rank=2, score=Decimal("83.000000"), sheet_count=2, tie_break="Signifikansi"),
        Place(4, rank=4, score=Decimal("60.000000"), sheet_count=1, tie_break=""),
        Place(5, rank=None, score=None, sheet_count=0, tie_break=""),
    ]


def test_a_tie_is_decided_by_the_criteria_in_their_order_and_else_shared():
    places = calculate_places(inputs_of([(1, (4, 4, 4)), (2, (4, 4, 4)), (3, (5, 3, 3)), (4, (2, 2, 2))]))

    assert [(place.submission, place.rank, place.score, place.tie_break) for place in places] == [
        (1, 2, Decimal(80), ""),
        (2, 2, Decimal(80), ""),
        (3, 1, Decimal(80), "Signifikansi"),
        (4, 4, Decimal(40), ""),
    ]


def test_an_entry_where_everything_was_left_out_has_no_rank():
    places = calculate_places(inputs_of([(1, ("abstained", "not_applicable", "not_yet")), (2, (1, 1, 1))]))

    assert places == [
        Place(1, rank=None, score=None, sheet_count=0, tie_break=""),
        Place(2, rank=1, score=Decimal(20), sheet_count=1, tie_break=""),
    ]


sheets = st.lists(
    st.tuples(st.integers(1, 6), st.tuples(*[st.sampled_from([1, 2, 3, 4, 5, "abstained"])] * 3)), min_size=1
)


@given(sheets, st.randoms())
def test_ranking_does_not_depend_on_the_order_of_the_sheets(sheets, rng: random.Random):
    shuffled = rng.sample(sheets, len(sheets))

    assert calculate_places(inputs_of(shuffled)) == calculate_places(inputs_of(sheets))


@given(sheets)
def test_ranks_never_contradict_scores_and_every_score_has_a_rank(sheets):
    places = calculate_places(inputs_of(sheets))
    ranked = sorted((place for place in places if place.rank), key=lambda place: place.rank)

    assert all(a.score >= b.score for a, b in pairwise(ranked))
    assert {p.submission for p in ranked} == {p.submission for p in places if p.score is not None}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, {}),
        ({1: (80,), 2: (90,), 3: (80,), 4: (70,)}, {2: 1, 1: 2, 3: 2, 4: 4}),
        ({1: (80, -1), 2: (80, 0)}, {2: 1, 1: 2}),
    ],
)
def test_competition_ranks(keys, expected):
    assert competition_ranks(keys) == expected


def test_deciding_criteria_names_what_told_entries_apart():
    keys = {1: (80, 90, 50), 2: (80, 70, 60), 3: (80, 70, 40), 4: (80, 60, 10), 5: (80, 60, 10), 6: (75, 90, 50)}

    assert deciding_criteria(keys, ["Signifikansi", "Adaptabilitas"]) == {
        1: "Signifikansi",
        2: "Adaptabilitas",
        3: "Adaptabilitas",
        4: "",
        5: "",
        6: "",
    }


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ({10: 1, 11: 2, 12: 3, 13: 4}, {10: "I", 11: "II", 12: "III"}),
        ({10: 1, 11: 1, 12: 3, 13: 3}, {10: "I", 11: "I", 12: "III", 13: "III"}),
        ({10: 1, 11: 2, 12: 2, 13: 4}, {10: "I", 11: "II", 12: "II"}),
    ],
)
def test_a_tie_at_the_edge_of_a_level_is_not_split(ranks, expected):
    assert levels_of_ranks(ranks, [("I", 1), ("II", 1), ("III", 1)]) == expected


def test_rules_beyond_the_criteria_break_what_is_still_tied():
    """All have the mean 3 of 5, in the score and in the only criterion."""
    rubric = {"scale_maximum": 5, "criteria": [{"code": "mutu", "name": "Mutu", "weight": "1", "tie_break_order": 1}]}
    marks = {1: [2, 3, 4], 2: [1, 4, 4], 3: [3, 3, 3], 4: [2, 3, 4]}
    inputs = {
        "rubric": rubric,
        "entries": [{"submission": entry} for entry in marks],
        "sheets": [{"submission": entry, "scores": {"mutu": mark}} for entry, own in marks.items() for mark in own],
    }

    def places(**rules):
        return {place.submission: (place.rank, place.tie_break) for place in calculate_places({**inputs, **rules})}

    assert places() == {1: (1, ""), 2: (1, ""), 3: (1, ""), 4: (1, "")}
    assert places(tie_breaks=["higher_median"]) == {
        1: (2, ""),
        2: (1, "higher_median"),
        3: (2, ""),
        4: (2, ""),
    }
    assert places(tie_breaks=["higher_median", "smaller_range"]) == {
        1: (3, ""),
        2: (1, "higher_median"),
        3: (2, "smaller_range"),
        4: (3, ""),
    }
    assert places(tie_breaks=["higher_lowest_sheet"]) == {
        1: (2, ""),
        2: (4, "higher_lowest_sheet"),
        3: (1, "higher_lowest_sheet"),
        4: (2, ""),
    }


@pytest.mark.parametrize("label", ["Nilai \"baru\" & 'tiru'", "a.b.c", "Dampak 🏆👩🏽‍🌾", "x" * 300])
def test_labels_of_any_kind_name_what_decided(label):
    rubric = {
        "scale_maximum": 5,
        "criteria": [
            {"code": label, "name": label, "weight": "50", "tie_break_order": 1},
            {"code": "lain", "name": "Lain", "weight": "50", "tie_break_order": None},
        ],
    }
    inputs = {
        "rubric": rubric,
        "entries": [{"submission": 1}, {"submission": 2}],
        "sheets": [
            {"submission": 1, "judge": 1, "scores": {label: 5, "lain": 3}},
            {"submission": 2, "judge": 1, "scores": {label: 3, "lain": 5}},
        ],
    }

    assert [(place.rank, place.tie_break) for place in calculate_places(inputs)] == [(1, label), (2, label)]


def adjusted_inputs(scores, **adjustment):
    """`scores`: triples of submission, judge and mark out of 100; two criteria of the same mark."""
    return {
        "rubric": {"scale_maximum": 100, "criteria": RUBRIC["criteria"]},
        "adjustment": {"shrinkage": "0", "least_sheets_per_entry": 2, "least_sheets_per_judge": 2, **adjustment},
        "entries": [{"submission": entry} for entry in (1, 2, 3, 4, 5)],
        "sheets": [
            {"submission": entry, "judge": judge, "scores": {"dampak": mark, "tiru": mark, "baru": "abstained"}}
            for entry, judge, mark in scores
        ],
    }


ADJUSTED_SHEETS = [(1, 1, 86), (1, 2, 70), (2, 2, 74), (2, 3, 82), (3, 1, 88), (3, 3, 80), (4, 1, 84), (4, 2, 76)]


def test_places_by_adjusted_means_differ_from_those_by_plain_ones():
    inputs = adjusted_inputs(ADJUSTED_SHEETS)

    assert calculate_adjusted_places(inputs) == [
        Place(1, rank=4, score=Decimal("78.000000"), sheet_count=2, tie_break=""),
        Place(2, rank=1, score=Decimal("81.200000"), sheet_count=2, tie_break=""),
        Place(3, rank=2, score=Decimal("80.800000"), sheet_count=2, tie_break=""),
        Place(4, rank=3, score=Decimal("80.000000"), sheet_count=2, tie_break=""),
        Place(5, rank=None, score=None, sheet_count=0, tie_break=""),
    ]
    assert [place.rank for place in calculate_places(inputs)] == [3, 3, 1, 2, None]


def test_adjusted_means_that_are_equal_to_six_places_fall_to_the_tie_breaks():
    """Marks that mirror each other have means that differ by rounding in the processor only."""
    scores = [(e, j, 60 + 7 * j) for e in (1, 2, 3, 4) for j in (1, 2, 3)]
    scores[:3] = [(1, 1, 61), (1, 2, 71), (1, 3, 90)]
    scores[3:6] = [(2, 1, 90), (2, 2, 71), (2, 3, 61)]

    places = calculate_adjusted_places({**adjusted_inputs(scores), "tie_breaks": ["higher_median"]})

    assert [(place.rank, place.score) for place in places[:2]] == [(3, Decimal(74)), (3, Decimal(74))]


def test_there_are_no_places_by_adjusted_means_where_judges_cannot_be_compared():
    scores = [(1, 1, 80), (1, 2, 70), (2, 1, 60), (2, 2, 60), (3, 3, 50), (3, 4, 50), (4, 3, 40), (4, 4, 40)]

    assert calculate_adjusted_places(adjusted_inputs(scores)) == Refusal(Obstacle.GROUPS_APART, 2, 1, (3, 4))
