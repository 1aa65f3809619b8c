from decimal import Decimal

import pytest

from judging.scoring.advance import Standing, advancing


def standings(*rows):
    """Entries 1, 2, … from rank, score and pool."""
    return [Standing(entry, *row) for entry, row in enumerate(rows, start=1)]


FIVE = standings(
    (1, Decimal(92), "umum"),
    (2, Decimal(88), "umum"),
    (2, Decimal(88), "khusus"),
    (4, Decimal("84.999999"), "khusus"),
    (None, None, "khusus"),
)


@pytest.mark.parametrize(
    ("count", "grade", "expected"),
    [
        (None, None, {1, 2, 3, 4}),
        (1, None, {1}),
        (2, None, {1, 2, 3}),  # two share the second place
        (9, None, {1, 2, 3, 4}),
        (None, Decimal(85), {1, 2, 3}),
        (None, Decimal(88), {1, 2, 3}),
        (1, Decimal(95), set()),
        (4, Decimal(85), {1, 2, 3}),
    ],
)
def test_number_and_grade_decide_together_and_ties_are_not_split(count, grade, expected):
    entries = [Standing(row.entry, row.rank, row.score) for row in FIVE]

    assert advancing(entries, count=count, passing_grade=grade) == expected


def test_pools_are_counted_each_by_itself():
    assert advancing(FIVE, count=1) == {1, 3}
    assert advancing(FIVE, count=1, passing_grade=Decimal(90)) == {1}


def test_nothing_goes_on_from_nothing():
    assert advancing([], count=3) == set()
    assert advancing(standings((None, None)), count=3) == set()
