from decimal import Decimal

import numpy as np

from judging.scoring.adjustment import Adjustment, AdjustmentRule, Obstacle, Refusal, adjust
from judging.scoring.sheets import SheetScore
from judging.scoring.spread import OutlierSheet, Spread, discrepancies, outlier_sheets, spread_by_entry

ROWS = [(1, 1, 60), (1, 2, 80), (2, 1, 70), (2, 2, 70), (2, 3, 100), (3, 1, 50), (4, 2, 50), (4, 3, 80)]


def sheets_of(rows):
    return [SheetScore(*row) for row in rows]


def test_range_and_deviation_of_the_sheets_of_each_entry():
    assert spread_by_entry(sheets_of(ROWS)) == {
        1: Spread(Decimal(20), Decimal("14.142136"), 2),
        2: Spread(Decimal(30), Decimal("17.320508"), 3),
        3: Spread(None, None, 1),
        4: Spread(Decimal(30), Decimal("21.213203"), 2),
    }
    assert spread_by_entry([]) == {}


def test_the_queue_has_the_widest_first_and_leaves_out_what_is_at_the_threshold():
    spreads = spread_by_entry(sheets_of([*ROWS, (5, 1, 0), (5, 2, 95)]))

    assert discrepancies(spreads, threshold=Decimal(20)) == [5, 2, 4]


def rows_with_a_slip():
    """Forty entries by three of six judges, without error but for half a point, and one sheet 25 points too low."""
    rows = [
        (entry, judge, 60 + entry % 9 + 4 * judge + (entry * judge % 3) / 2)
        for entry in range(40)
        for judge in {(entry + shift) % 6 for shift in (0, 1, 3)}
    ]
    rows[30] = (*rows[30][:2], rows[30][2] - 25)
    return rows


def test_a_sheet_that_does_not_fit_entry_and_judge_stands_out():
    rows = rows_with_a_slip()
    adjustment = adjust(sheets_of(rows), AdjustmentRule())
    assert isinstance(adjustment, Adjustment)

    found = outlier_sheets(sheets_of(rows), adjustment)

    assert (found[0].entry, found[0].judge, found[0].score) == (*rows[30][:2], Decimal(rows[30][2]))
    assert {sheet.entry for sheet in found} == {rows[30][0]}
    assert found[0].standardised < -7
    assert found[0].score < found[0].expected < found[0].score + 25


def test_standardised_residuals_have_the_variance_one():
    numbers = np.random.RandomState(1)
    rows = [(e, (e + shift) % 9, 70 + numbers.normal(0, 5)) for e in range(300) for shift in (0, 1, 3, 4)]
    adjustment = adjust(sheets_of(rows), AdjustmentRule(Decimal(0)))

    found = outlier_sheets(sheets_of(rows), adjustment, limit=Decimal(0))

    assert len(found) == 1200
    assert round(float(np.mean([sheet.standardised**2 for sheet in found])), 2) == 1


def test_without_a_model_sheets_stand_out_from_the_median_of_their_entry():
    rows = [(1, 1, 70), (1, 2, 70), (1, 3, 40), (2, 1, 60), (2, 2, 60), (2, 3, 60)]
    within = Decimal("12.247449")  # the root of 600 / (6 - 2)

    found = outlier_sheets(sheets_of(rows), Refusal(Obstacle.GROUPS_APART, 2, 1), limit=Decimal(2))

    assert found == [
        OutlierSheet(1, 3, Decimal(40), Decimal(70), standardised=(-30 / within).quantize(Decimal("0.000001")))
    ]


def test_where_nothing_varies_nothing_stands_out():
    refusal = Refusal(Obstacle.NO_SHEETS, 0, 1)
    equal = sheets_of([(entry, judge, 70) for entry in range(3) for judge in range(3)])

    assert outlier_sheets([], refusal) == outlier_sheets(equal, refusal) == []
    assert outlier_sheets(equal, adjust(equal, AdjustmentRule())) == []
    assert outlier_sheets(sheets_of([(1, 1, 70), (2, 1, 20)]), refusal) == []
