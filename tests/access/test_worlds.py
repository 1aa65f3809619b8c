"""The other agency and jury before the things of each other; `script/drill crawl` walks through all of it."""

import pytest

from tests.access.crawl import Found, ask_for_row, walker_of
from tests.access.hidden_words import hide_words
from tests.access.roles import (
    APPROVER,
    ASSIGNED_JUDGE,
    CHAIR,
    FOREIGN_OPERATOR,
    OPERATOR,
    OTHER_CHAIR,
    OTHER_JUDGE,
    OTHER_OPERATOR,
)
from tests.access.test_access import PRINTED
from tests.access.worlds import build_worlds

OF_AGENCIES = (OPERATOR, APPROVER, FOREIGN_OPERATOR, OTHER_OPERATOR)
OF_JURIES = (ASSIGNED_JUDGE, OTHER_JUDGE, CHAIR, OTHER_CHAIR)


@pytest.fixture(scope="module")
def worlds(world):
    built = build_worlds(world)
    return built, Found({word: people for side in built.sides for word, people in hide_words(side).items()})


@pytest.mark.once
@pytest.mark.parametrize("roles", [OF_AGENCIES, OF_JURIES], ids=["agencies", "juries"])
@pytest.mark.parametrize("number", [1, 2], ids=["other agency", "finished edition"])
def test_what_the_table_says_of_one_agency_holds_for_the_other(worlds, number, roles):
    built, found = worlds
    side, walkers = built.sides[number], [walker_of(role, built.people[role]) for role in roles]
    found.wrong.clear()

    for row in side.rows:
        if row.name not in PRINTED:
            ask_for_row(side, row, walkers, found)

    assert found.wrong == []
    assert found.asked[200] > 0
