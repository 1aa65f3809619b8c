from datetime import date

import pytest

from submissions.enums import AgencyKind, SubmissionStatus
from submissions.models import ComplianceDay
from submissions.selectors.duty_shares import agencies_by_category, duty_shares
from submissions.selectors.overview import Share
from submissions.state_picture import LAYERS, StateDay, state_days, state_pictures
from tests.factories.submissions import (
    AgencyFactory,
    CategoryFactory,
    EditionFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
    put_into,
)

S = SubmissionStatus


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


def obliged(edition, status=None, category=None, *, required=1, **agency):
    duty = ObligationFactory(edition=edition, agency=AgencyFactory(**agency), required_count=required)
    if status:
        entered(edition, duty.agency, status, category)
    return duty


def entered(edition, agency, status, category):
    submission = SubmissionFactory(edition=edition, innovation__agency=agency, category=category)
    put_into(submission, status, at=submission.created_at)


def test_shares_are_counted_by_kind_and_region_of_the_duty(edition):
    north, south = RegionFactory(code="90.01"), RegionFactory(code="90.02")
    obliged(edition, S.VERIFIED, kind=AgencyKind.BUREAU, region=north)
    obliged(edition, S.DRAFT, kind=AgencyKind.DEPARTMENT, region=south)
    obliged(edition, S.SUBMITTED, kind=AgencyKind.DEPARTMENT, region=south, required=2)
    obliged(edition, S.SUBMITTED, kind=AgencyKind.DEPARTMENT, region=north)
    obliged(edition, kind=AgencyKind.BUREAU, region=south, required=0)
    ObligationFactory(edition=edition, is_exempt=True, exemption_reason="Baru dibentuk.")

    found = duty_shares(edition)

    assert found.by_kind == [(AgencyKind.DEPARTMENT, Share(1, 3)), (AgencyKind.BUREAU, Share(2, 2))]
    assert found.by_region == [(north, Share(2, 2)), (south, Share(1, 3))]


def test_categories_count_agencies_of_the_board_and_lead_to_them(client, leader, edition):
    wanted, empty = edition.categories.get(), CategoryFactory(edition=edition)
    twice = obliged(edition, S.SUBMITTED, wanted).agency
    entered(edition, twice, S.VERIFIED, wanted)
    obliged(edition, S.DRAFT, wanted)
    entered(edition, AgencyFactory(), S.SUBMITTED, wanted)
    client.force_login(leader)

    assert {category: category.agencies for category in agencies_by_category(edition)} == {wanted: 1, empty: 0}
    board = client.get("/pantau/2026/opd/", {"category": wanted.pk}).context["object_list"]
    assert [row.agency for row in board] == [twice]


def test_layers_lie_on_each_other_and_leave_the_exempt_out():
    first = StateDay(date(2026, 4, 1), {"nothing": 4, "exempt": 9})
    second = StateDay(date(2026, 4, 2), {"verified": 1, "nothing": 3, "exempt": 9})

    wide, narrow = state_pictures([first, second])

    paths = dict(wide.layers)
    assert paths["verified"] == "M44.0 300.0L860.0 228.0L860.0 300.0L44.0 300.0Z"
    assert paths["nothing"] == "M44.0 12.0L860.0 12.0L860.0 228.0L44.0 300.0Z"
    assert tuple(paths) == LAYERS
    assert dict(narrow.layers)["verified"] == "M34.0 224.0L296.0 171.0L296.0 224.0L34.0 224.0Z"
    assert state_pictures([first]) == []


def test_an_open_edition_ends_with_now_and_a_finished_one_with_its_last_day(edition):
    obliged(edition, S.SUBMITTED)
    finished = EditionFactory(year=2025, state="finished")
    for each in (edition, finished):
        ComplianceDay.objects.create(edition=each, day=date(2025, 4, 1), met=0, owed=1, states={"nothing": 1})

    now, then = state_days(edition), state_days(finished)

    assert [sum(day.counts) for day in now] == [1, 1]
    assert now[-1].states["submitted"] == 1
    assert [(day.day, day.counts[-1]) for day in then] == [(date(2025, 4, 1), 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_constant(client, leader, edition, count, django_assert_num_queries):
    for _number in range(count):
        obliged(edition, S.SUBMITTED, edition.categories.get())
    client.force_login(leader)

    with django_assert_num_queries(10):
        client.get("/pantau/2026/grafik/")
