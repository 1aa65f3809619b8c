"""The score of a sheet, counted a second time from the file alone."""

import json

from hypothesis import given
from hypothesis import strategies as st

from submissions.iid.scoring import Range, Rated, gaps_of, level_of, maximum_of, score_of
from submissions.iid.tables import DATA, table_files

WEIGHTS = {
    row["number"]: (row["weight"], row.get("is_mandatory", False))
    for row in json.loads((DATA / "iid_2026.json").read_text(encoding="utf-8"))["indicators"]
}
LEVELS = st.fixed_dictionaries({number: st.integers(0, 3) for number in WEIGHTS})


def rated_of(levels):
    return [Rated(number, *WEIGHTS[number][:1], level, WEIGHTS[number][1]) for number, level in levels.items()]


@given(LEVELS)
def test_score_and_gaps_add_up_to_111(levels):
    rated = rated_of(levels)

    counted = 0
    for number, level in levels.items():
        for _point in range(level):
            counted += WEIGHTS[number][0]

    assert (score_of(rated), maximum_of(rated)) == (counted, 111)
    assert 0 <= counted <= 111
    assert sum(one.points_left for one in gaps_of(rated)) == 111 - counted
    assert {one.number for one in gaps_of(rated)} == {number for number, level in levels.items() if level < 3}


@given(LEVELS)
def test_gaps_come_by_points_and_each_next_level_brings_its_weight(levels):
    rated = rated_of(levels)
    gaps = gaps_of(rated)

    assert [one.points_left for one in gaps] == sorted((one.points_left for one in gaps), reverse=True)
    for gap in gaps:
        raised = rated_of({**levels, gap.number: gap.level + 1})
        assert score_of(raised) - score_of(rated) == gap.next_points


@given(LEVELS)
def test_missing_are_the_mandatory_ones_without_a_level(levels):
    mandatory = {16, 17, 32, 33, 35}

    assert {one.number for one in rated_of(levels) if one.is_missing} == {
        number for number in mandatory if levels[number] == 0
    }


def test_the_table_of_2026_is_that_of_the_notes():
    (table,) = table_files()
    weights = [3, 2, 2, 2, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 2, 3, 2, 3, 2, 4]

    assert table.year == 2026
    assert [fields["number"] for fields, _levels in table.indicators] == list(range(16, 36))
    assert [fields["weight"] for fields, _levels in table.indicators] == weights
    assert [len(levels) for _fields, levels in table.indicators] == [3] * 20
    assert "400.10.11/1887/BSKDN" in table.fields["source"]
    assert "bukan dari surat aslinya" in table.fields["note"]


def test_numbers_give_the_levels_of_their_ranges():
    (table,) = table_files()
    ranges = {
        fields["number"]: [Range(level["parameter"], level["lowest"], level["highest"]) for level in levels]
        for fields, levels in table.indicators
        if "unit" in fields
    }
    expected = {
        17: {0: 0, 1: 1, 10: 1, 11: 2, 30: 2, 31: 3},
        20: {0: 0, 1: 1, 2: 2, 3: 3, 9: 3},
        22: {2: 0, 3: 1, 4: 2, 5: 3},
        24: {1: 0, 2: 1, 3: 2, 4: 2, 5: 3},
        27: {0: 0, 1: 1, 2: 2, 3: 3},
        28: {0: 3, 1: 3, 2: 2, 5: 2, 6: 1, 400: 1},
        29: {0: 0, 1: 1, 50: 1, 51: 2, 90: 2, 91: 3, 100: 3, 101: 0},
        31: {0: 0, 1: 1, 2: 2, 3: 3},
        32: {0: 0, 1: 3, 4: 3, 5: 2, 8: 2, 9: 1, 40: 1},
        33: {0: 0, 1: 1, 200: 1, 201: 2, 500: 2, 501: 3},
        35: {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 0},
    }

    assert {number: {value: level_of(value, ranges[number]) for value in row} for number, row in expected.items()} == (
        expected
    )
    assert set(ranges) == set(expected)
