from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.means import as_decimal, highest_proved, mean, percent_of, weighted_mean, whole_weights

codes = st.sampled_from(["latar", "baru", "dampak", "tiru", "lestari"])
values = st.dictionaries(codes, st.integers(1, 5).map(lambda value: percent_of(value, 5)), min_size=1)
weights = st.fixed_dictionaries({code: st.decimals("0.01", "100", places=2) for code in codes.elements}).map(
    whole_weights
)


@pytest.mark.parametrize(
    ("value", "maximum", "expected"),
    [(1, 5, Fraction(20)), (5, 5, Fraction(100)), (1, 3, Fraction(100, 3)), (0, 4, 0), (73, 100, 73)],
)
def test_percent_is_the_share_of_the_highest_score(value, maximum, expected):
    assert percent_of(value, maximum) == expected


@pytest.mark.parametrize(
    ("proof", "level"),
    [({}, 0), ({"1": " "}, 0), ({"1": "SK"}, 1), ({"2": "SK", "10": "Foto", "3": "\n"}, 10), ({"3": "Foto"}, 3)],
)
def test_highest_level_with_words_for_its_evidence_counts(proof, level):
    assert highest_proved(proof) == level


def test_weighted_mean_scales_the_weights_over_what_was_scored():
    weights = {"baru": 40, "dampak": 60}

    assert weighted_mean({"baru": Fraction(100), "dampak": Fraction(50)}, weights) == 70
    assert weighted_mean({"dampak": Fraction(50)}, weights) == 50
    assert weighted_mean({}, weights) is None


def test_mean_leaves_out_what_is_missing():
    assert mean([Fraction(80), None, Fraction(60)]) == 70
    assert mean([None]) is None


def test_as_decimal_rounds_half_up_at_the_sixth_place():
    assert as_decimal(Fraction(200, 3)) == Decimal("66.666667")
    assert as_decimal(Fraction(1, 2 * 10**6)) == Decimal("0.000001")


@given(values, weights)
def test_weighted_mean_lies_between_the_lowest_and_the_highest_value(values, weights):
    assert min(values.values()) <= weighted_mean(values, weights) <= max(values.values())


@given(values, weights, st.decimals("0.1", "9", places=1))
def test_weighted_mean_depends_on_the_proportions_of_the_weights_only(values, weights, factor):
    scaled = whole_weights({code: weight * factor for code, weight in weights.items()})

    assert weighted_mean(values, scaled) == weighted_mean(values, weights)


@pytest.mark.parametrize(
    ("weights", "whole"),
    [
        ({"baru": "12.50", "dampak": Decimal("87.5")}, {"baru": 1, "dampak": 7}),
        ({"baru": Decimal("0.01"), "dampak": Decimal(1)}, {"baru": 1, "dampak": 100}),
        ({"baru": "30"}, {"baru": 1}),
        ({}, {}),
    ],
)
def test_whole_weights_have_the_same_proportions(weights, whole):
    assert whole_weights(weights) == whole


@given(values, weights, codes)
def test_leaving_out_a_low_value_never_lowers_the_mean(values, weights, code):
    if code not in values or len(values) == 1:
        return
    kept = {other: value for other, value in values.items() if other != code}
    whole = weighted_mean(values, weights)

    assert (weighted_mean(kept, weights) >= whole) == (values[code] <= whole)


@given(st.permutations([Fraction(100, 3), Fraction(20), Fraction(500, 7), None]))
def test_mean_does_not_depend_on_the_order_of_the_sheets(sheets):
    assert mean(sheets) == mean([Fraction(100, 3), Fraction(20), Fraction(500, 7)])
