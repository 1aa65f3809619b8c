import math
from dataclasses import astuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.adjustment import (
    AdjustedEntry,
    Adjustment,
    AdjustmentRule,
    JudgeEffect,
    Obstacle,
    Refusal,
    adjust,
    rule_from,
)
from judging.scoring.judge_model import MOST_SHRINKAGE
from judging.scoring.sheets import SheetScore

UNSHRUNK = AdjustmentRule(shrinkage=Decimal(0))
LENIENT = AdjustmentRule(least_sheets_per_entry=1, least_sheets_per_judge=1)
EXAMPLE = [(1, 1, 86), (1, 2, 70), (2, 2, 74), (2, 3, 82), (3, 1, 88), (3, 3, 80), (4, 1, 84), (4, 2, 76)]


def sheets_of(rows):
    return [SheetScore(*row) for row in rows]


def drawn_rows(seed, *, entries=30, judges=6, per_entry=3, severity=6.0, error=4.0):
    numbers = np.random.RandomState(seed)
    quality, effects = numbers.normal(70, 8, entries), numbers.normal(0, severity, judges)
    return [
        (entry, judge, quality[entry] + effects[judge] + numbers.normal(0, error))
        for entry in range(entries)
        for judge in numbers.permutation(judges)[:per_entry].tolist()
    ]


def solved_in_full(rows, shrinkage):
    """Entries, effects and squared deviations by ordinary least squares on one column per entry and judge."""
    entries, judges = (sorted({row[at] for row in rows}) for at in (0, 1))
    design = np.zeros((len(rows), len(entries) + len(judges)))
    for sheet, (entry, judge, _score) in enumerate(rows):
        design[sheet, [entries.index(entry), len(entries) + judges.index(judge)]] = 1
    penalty = np.diag([0.0] * len(entries) + [math.sqrt(shrinkage)] * len(judges))
    sum_to_zero = np.array([[0.0] * len(entries) + [1.0] * len(judges)])
    scores = np.array([row[2] for row in rows])
    system = np.vstack([design, penalty, sum_to_zero])
    solution = np.linalg.lstsq(system, np.append(scores, np.zeros(len(penalty) + 1)), rcond=None)[0]
    return solution[: len(entries)], solution[len(entries) :], ((scores - design @ solution) ** 2).sum()


def test_worked_example_of_the_documentation():
    assert adjust(sheets_of(EXAMPLE), UNSHRUNK) == Adjustment(
        entries={
            1: AdjustedEntry(Decimal("78.000000"), Decimal("2.422120"), 2),
            2: AdjustedEntry(Decimal("81.200000"), Decimal("2.355136"), 2),
            3: AdjustedEntry(Decimal("80.800000"), Decimal("2.355136"), 2),
            4: AdjustedEntry(Decimal("80.000000"), Decimal("2.422120"), 2),
        },
        judges={
            1: JudgeEffect(Decimal("6.400000"), Decimal("1.728198"), 3),
            2: JudgeEffect(Decimal("-6.400000"), Decimal("1.728198"), 3),
            3: JudgeEffect(Decimal("0.000000"), Decimal("2.065591"), 2),
        },
        residual_deviation=Decimal("3.098387"),
        degrees_of_freedom=2,
        shrinkage=Decimal(0),
        fit=None,
    )


@pytest.mark.parametrize(
    ("shrinkage", "used", "means", "effects"),
    [
        (None, "0.206897", ["78", "80.955414", "81.044586", "80"], ["5.910827", "-5.910827", "0"]),
        (Decimal(1), "1", ["78", "80.285714", "81.714286", "80"], ["4.571429", "-4.571429", "0"]),
    ],
)
def test_shrinkage_of_the_worked_example(shrinkage, used, means, effects):
    adjustment = adjust(sheets_of(EXAMPLE), AdjustmentRule(shrinkage))

    assert adjustment.shrinkage == Decimal(used)
    assert [entry.mean for entry in adjustment.entries.values()] == list(map(Decimal, means))
    assert [judge.effect for judge in adjustment.judges.values()] == list(map(Decimal, effects))


@pytest.mark.parametrize("shrinkage", [0, 2.5])
@pytest.mark.parametrize("per_entry", [2, 3, 6])
def test_means_and_effects_are_those_of_least_squares_without_any_reduction(shrinkage, per_entry):
    rows = drawn_rows(5, per_entry=per_entry)
    adjustment = adjust(sheets_of(rows), AdjustmentRule(Decimal(shrinkage)))
    means, effects, _squares = solved_in_full(rows, shrinkage)

    assert [float(entry.mean) for entry in adjustment.entries.values()] == pytest.approx(means, abs=1e-6)
    assert [float(judge.effect) for judge in adjustment.judges.values()] == pytest.approx(effects, abs=1e-6)


def test_leverages_are_those_of_the_fit_without_any_reduction():
    """The leverage of a sheet is how much its fitted value moves when its own score rises by a point."""
    rows = drawn_rows(7, entries=9, judges=4)
    leverages = []
    for sheet, (entry, judge, score) in enumerate(sorted(rows)):
        raised = [*sorted(rows)[:sheet], (entry, judge, score + 1), *sorted(rows)[sheet + 1 :]]
        before, after = (solved_in_full(those, shrinkage=2.5) for those in (rows, raised))
        leverages.append(after[0][entry] + after[1][judge] - before[0][entry] - before[1][judge])

    fit = adjust(sheets_of(rows), AdjustmentRule(Decimal("2.5"))).fit

    assert fit.leverages == pytest.approx(leverages, abs=1e-9)


def test_the_residual_deviation_is_that_of_the_fit_without_shrinkage():
    rows = drawn_rows(6)
    squares = solved_in_full(rows, 0)[2]

    deviations = [
        float(adjust(sheets_of(rows), AdjustmentRule(shrinkage)).residual_deviation)
        for shrinkage in (None, Decimal(0), Decimal(9))
    ]

    assert deviations == pytest.approx([math.sqrt(squares / (90 - 30 - 6 + 1))] * 3, abs=1e-6)


def test_standard_errors_say_how_far_from_the_truth_estimates_are():
    """Over many draws the distances from the truth, divided by the standard errors, have the variance of t."""
    squares = {"entries": [], "judges": []}
    for seed in range(300):
        numbers = np.random.RandomState(seed)
        quality, effects = numbers.normal(70, 8, 40), numbers.normal(0, 6, 8)
        effects -= effects.mean()
        rows = [
            (entry, judge, quality[entry] + effects[judge] + numbers.normal(0, 4))
            for entry in range(40)
            for judge in ((entry + shift) % 8 for shift in (0, 1, 3))
        ]
        fit = adjust(sheets_of(rows), UNSHRUNK).fit
        squares["entries"].append(((fit.means - quality) / fit.mean_errors) ** 2)
        squares["judges"].append(((fit.effects - effects) / fit.effect_errors) ** 2)

    freedom = 120 - 40 - 8 + 1
    assert {of: np.mean(values) for of, values in squares.items()} == pytest.approx(
        dict.fromkeys(squares, freedom / (freedom - 2)), abs=0.05
    )


def test_scores_without_error_are_taken_apart_exactly():
    rows = [(entry, judge, 60 + entry + 3 * judge) for entry in range(9) for judge in {entry % 4, (entry + 1) % 4}]
    adjustment = adjust(sheets_of(rows), AdjustmentRule())

    assert {e: float(entry.mean) for e, entry in adjustment.entries.items()} == {e: 64.5 + e for e in range(9)}
    assert [float(judge.effect) for judge in adjustment.judges.values()] == [-4.5, -1.5, 1.5, 4.5]
    assert (adjustment.residual_deviation, adjustment.shrinkage) == (0, 0)


def test_where_everybody_scores_everything_the_adjusted_mean_is_the_plain_mean():
    rows = [(entry, judge, (entry * 7 + judge * judge * 5) % 40 + 50) for entry in range(5) for judge in range(4)]
    adjustment = adjust(sheets_of(rows), AdjustmentRule())

    plain = {entry: sum(row[2] for row in rows if row[0] == entry) / 4 for entry in range(5)}
    assert {entry: float(adjusted.mean) for entry, adjusted in adjustment.entries.items()} == plain


def test_judges_who_do_not_differ_are_shrunk_as_much_as_can_be():
    rows = [(entry, judge, 70 + (entry + judge) % 2) for entry in range(8) for judge in range(4)]

    assert adjust(sheets_of(rows), AdjustmentRule()).shrinkage == MOST_SHRINKAGE


def test_all_equal_scores_give_all_the_same_and_no_uncertainty():
    rows = [(entry, judge, Fraction(250, 3)) for entry in range(3) for judge in range(3)]
    adjustment = adjust(sheets_of(rows), AdjustmentRule())

    assert set(adjustment.entries.values()) == {AdjustedEntry(Decimal("83.333333"), Decimal(0), 3)}
    assert set(adjustment.judges.values()) == {JudgeEffect(Decimal(0), Decimal(0), 3)}


@pytest.mark.parametrize(
    ("rows", "rule", "expected"),
    [
        ([], AdjustmentRule(), Refusal(Obstacle.NO_SHEETS, 0, 1)),
        ([(1, 1, None), (1, 2, None)], AdjustmentRule(), Refusal(Obstacle.NO_SHEETS, 0, 1)),
        ([(7, 3, 80)], AdjustmentRule(), Refusal(Obstacle.ENTRIES_SHORT_OF_SHEETS, 1, 2, (7,))),
        ([(7, 3, 80)], LENIENT, Refusal(Obstacle.NO_FREEDOM, 0, 1)),
        ([(7, 3, 80), (8, 3, 60), (9, 3, 40)], LENIENT, Refusal(Obstacle.NO_FREEDOM, 0, 1)),
        ([(7, 1, 80), (7, 2, 60), (7, 3, 40)], LENIENT, Refusal(Obstacle.NO_FREEDOM, 0, 1)),
        (
            [(1, 1, 80), (1, 2, 70), (2, 2, 60), (2, 3, 50), (3, 1, 60), (3, 2, 50)],
            AdjustmentRule(),
            Refusal(Obstacle.JUDGES_SHORT_OF_SHEETS, 1, 2, (3,)),
        ),
        (
            [(e, j, 60 + e * j) for e in (1, 2) for j in (1, 2, 3)] + [(e, j, 60 + e) for e in (3, 4) for j in (4, 5)],
            AdjustmentRule(),
            Refusal(Obstacle.GROUPS_APART, 2, 1, (4, 5)),
        ),
    ],
)
def test_why_there_are_no_adjusted_means(rows, rule, expected):
    assert adjust(sheets_of(rows), rule) == expected


def test_a_sheet_without_a_score_and_the_order_of_sheets_change_nothing():
    backwards = [SheetScore(9, 9, None), *reversed(sheets_of(EXAMPLE))]

    assert adjust(backwards, UNSHRUNK) == adjust(sheets_of(EXAMPLE), UNSHRUNK)


def test_the_rule_is_read_from_frozen_inputs():
    inputs = {"shrinkage": "2.5", "least_sheets_per_entry": 3, "least_sheets_per_judge": 4}

    assert rule_from(inputs) == AdjustmentRule(Decimal("2.5"), 3, 4)
    assert rule_from({**inputs, "shrinkage": None}) == AdjustmentRule(None, 3, 4)


scores = st.none() | st.sampled_from([0, 20, 100]) | st.fractions(0, 100, max_denominator=700)
any_rows = st.dictionaries(st.tuples(st.integers(1, 7), st.integers(1, 5)), scores, max_size=35)


@settings(deadline=None)
@given(any_rows, st.none() | st.decimals(0, 50, places=2), st.integers(1, 2))
def test_whatever_comes_in_only_numbers_come_out(rows, shrinkage, least):
    sheets = [SheetScore(entry, judge, score) for (entry, judge), score in rows.items()]
    adjustment = adjust(sheets, AdjustmentRule(shrinkage, least, least))

    if isinstance(adjustment, Refusal):
        assert adjustment.found < adjustment.needed or adjustment.obstacle == Obstacle.GROUPS_APART
        return
    parts = [*adjustment.entries.values(), *adjustment.judges.values()]
    assert all(math.isfinite(number) for part in parts for number in astuple(part))
    assert abs(sum(judge.effect for judge in adjustment.judges.values())) < Decimal("0.00001")
    assert math.isfinite(adjustment.residual_deviation)
    assert 0 <= adjustment.shrinkage <= max(MOST_SHRINKAGE, shrinkage or 0)
