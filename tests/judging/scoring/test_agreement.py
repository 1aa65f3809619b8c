import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.agreement import (
    Coefficient,
    IntraclassCorrelations,
    Scale,
    Undefined,
    alpha,
    intraclass_correlations,
)

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units.
PUBLISHED_OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Shrout and Fleiss (1979), table 2: six targets, four judges; the coefficients are their table 4.
PUBLISHED_TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def published_units():
    return [[int(mark) for mark in unit if mark != "."] for unit in zip(*PUBLISHED_OBSERVERS, strict=True)]


@pytest.mark.parametrize(
    ("scale", "published"),
    [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849), (Scale.RATIO, 0.797)],
)
def test_alpha_of_the_published_example(scale, published):
    assert round(alpha(published_units(), scale).value, 3) == published


def test_intraclass_correlations_of_the_published_example():
    found = intraclass_correlations(PUBLISHED_TARGETS)

    assert {name: round(getattr(found, name).value, 2) for name in IntraclassCorrelations.__annotations__} == {
        "one_way_single": 0.17,
        "two_way_random_single": 0.29,
        "two_way_mixed_single": 0.71,
        "one_way_mean": 0.44,
        "two_way_random_mean": 0.62,
        "two_way_mixed_mean": 0.91,
    }


@pytest.mark.parametrize(
    ("units", "scale", "expected"),
    [
        ([], Scale.INTERVAL, Coefficient(None, Undefined.NO_PAIRS)),
        ([[], [1], [2]], Scale.NOMINAL, Coefficient(None, Undefined.NO_PAIRS)),
        ([[3, 3], [3, 3], [5]], Scale.ORDINAL, Coefficient(None, Undefined.NO_VARIATION)),
        ([[-1, 2], [3, 3]], Scale.RATIO, Coefficient(None, Undefined.BELOW_ZERO)),
        ([[0, 0], [0, 5]], Scale.RATIO, Coefficient(0.0)),
        ([[1, 1], [5, 5], [3, 3, 3]], Scale.RATIO, Coefficient(1.0)),
        ([[1, 2], [2, 1]], Scale.NOMINAL, Coefficient(-0.5)),
    ],
)
def test_alpha_at_the_edges(units, scale, expected):
    assert alpha(units, scale) == expected


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([], Undefined.TOO_FEW_ENTRIES),
        ([[1, 2, 3]], Undefined.TOO_FEW_ENTRIES),
        ([[1], [2]], Undefined.TOO_FEW_JUDGES),
        ([[], []], Undefined.TOO_FEW_JUDGES),
        ([[1, 2], [2, None]], Undefined.INCOMPLETE),
        ([[1, 2], [2]], Undefined.INCOMPLETE),
        ([[4, 4], [4, 4]], Undefined.NO_VARIATION),
    ],
)
def test_intraclass_correlations_that_are_undefined_say_why(marks, reason):
    assert intraclass_correlations(marks) == IntraclassCorrelations(*[Coefficient(None, reason)] * 6)


def test_entries_that_do_not_differ_leave_what_is_divided_by_their_variance_undefined():
    undefined = Coefficient(None, Undefined.NO_VARIATION)

    assert intraclass_correlations([[1, 2], [1, 2]]) == IntraclassCorrelations(
        one_way_single=Coefficient(-1.0),
        two_way_random_single=Coefficient(0.0),
        two_way_mixed_single=undefined,
        one_way_mean=undefined,
        two_way_random_mean=Coefficient(0.0),
        two_way_mixed_mean=undefined,
    )


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 5) | st.floats(0, 100), max_size=5), max_size=8), st.sampled_from(Scale))
def test_alpha_is_a_number_up_to_one_or_says_why_not(units, scale):
    found = alpha(units, scale)

    assert (found.value is None) == (found.reason is not None)
    assert found.value is None or (math.isfinite(found.value) and found.value <= 1)


@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=4), min_size=2, max_size=6), st.integers(1, 9))
def test_the_interval_scale_has_no_zero_and_the_ordinal_only_an_order(units, step):
    moved = [[mark * step + 3 for mark in unit] for unit in units]
    squared = [[mark**2 for mark in unit] for unit in units]

    assert alpha(moved, Scale.INTERVAL) == alpha(units, Scale.INTERVAL)
    assert alpha(squared, Scale.ORDINAL) == alpha(units, Scale.ORDINAL)
