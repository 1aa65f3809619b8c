"""The first screen and the board as they were at the end of a past day."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from innovation_portal.utils import clock
from submissions.enums import ComplianceState, MembershipRole, StageKind
from submissions.models import EditionCategory, SubmissionEvent
from submissions.selectors.overview import Share
from submissions.services.obligations import exempt_agency
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    ExtensionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

OPENED = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
CLOSED = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 18, 0, 0, tzinfo=UTC)
DAY = date(2026, 4, 20)
TARGETS = {"start": "draft", "submit": "submitted", "verify": "verified", "reject": "rejected"}


@pytest.fixture(autouse=True)
def day_in_may():
    with clock.at(NOW):
        yield


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026, stages={StageKind.REGISTRATION: (OPENED, CLOSED)})


def obliged(edition, name, *steps):
    """An agency with a submission that took the steps, each a day of April 2026 and an action at noon."""
    agency = AgencyFactory(name=name, code=name.upper())
    with clock.at(OPENED):
        ObligationFactory(edition=edition, agency=agency)
    if steps:
        submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
        put_into(submission, TARGETS[steps[-1][1]], at=noon(steps[-1][0]))
        for day, action in steps:
            SubmissionEvent.objects.create(
                submission=submission,
                actor=submission.created_by,
                action=action,
                to_status=TARGETS[action],
                at=noon(day),
            )
    return agency


def noon(day):
    return datetime(2026, 4, day, 5, 0, tzinfo=UTC)


@pytest.fixture
def agencies(edition, secretary):
    """On 20 April one had handed in and one was writing; later that was rejected, this handed in, a third exempted."""
    rejected = obliged(edition, "Ditolak", (10, "start"), (19, "submit"), (25, "reject"))
    late = obliged(edition, "Lambat", (20, "start"), (24, "submit"))
    freed = obliged(edition, "Bebas")
    with clock.at(noon(22)):
        exempt_agency(edition.obligations.get(agency=freed).pk, actor=secretary, reason="Digabung.")
    MembershipFactory(agency=late, role=MembershipRole.APPROVER, user__name="Orang Dalam")
    return rejected, late, freed


def test_first_screen_of_a_past_day_tells_what_was_known_then(client, leader, edition, agencies):
    ExtensionFactory(edition=edition, agency=agencies[1], closes_at=CLOSED + timedelta(days=5), granted_at=NOW)
    client.force_login(leader)

    response = client.get("/pantau/2026/", {"tanggal": "2026-04-20"})

    context = response.context
    overview, pace = context["overview"], context["pace"]
    assert overview.share == Share(1, 3)
    assert dict(overview.totals) == {"submitted": 1, "draft": 1, "nothing": 1}
    assert [(row.name, row.state, row.last_activity) for row in context["page_obj"]] == [
        ("Bebas", ComplianceState.NOTHING, None),
        ("Lambat", ComplianceState.DRAFT, noon(20)),
    ]
    assert (pace.by_day, pace.ends_on) == ([*[0] * 18, 1, 1], date(2026, 5, 29))
    assert (context["gained"], context["lead"], context["forecast"]) == (0, None, None)
    assert [(news.at, news.agency) for news in context["news"]] == [(noon(19), "Ditolak")]
    assert {region.pk: submitted for region, submitted in map_counts(context)} == {agencies[0].region_id: 1}
    page = response.content.decode()
    assert "Orang Dalam" not in page
    assert "2 OPD belum mengajukan, ditutup 39 hari lagi" in page
    assert "tanggal=2026-04-19" in page
    assert "tanggal=2026-04-21" in page


def map_counts(context):
    """What each region had handed in, of those that had anything."""
    past = context["view"].past
    return [(region, submitted) for region, submitted in past.submissions_by_region() if submitted]


def test_what_is_asked_of_today_is_the_present_page(client, leader, edition, agencies):
    client.force_login(leader)

    present = client.get("/pantau/2026/").context
    today = client.get("/pantau/2026/", {"tanggal": "2026-05-18"}).context

    assert "day" not in today
    assert (today["overview"].share, today["overview"].totals) == (
        present["overview"].share,
        present["overview"].totals,
    )
    assert present["overview"].share == Share(1, 2)
    assert present["contacts"][0].duty.name == "Ditolak"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("2026-05-19", "Tanggal ini belum tiba. Pilih hari ini atau tanggal sebelumnya."),
        ("2026-03-30", "Edisi ini dimulai pada Selasa, 31 Maret 2026. Pilih tanggal itu atau sesudahnya."),
        ("0001-01-01", "Edisi ini dimulai pada Selasa, 31 Maret 2026. Pilih tanggal itu atau sesudahnya."),
        ("kemarin", "Pilih tanggal, atau tulis sebagai tahun-bulan-hari, misalnya 2026-06-01."),
    ],
)
@pytest.mark.parametrize(("address", "form"), [("/pantau/2026/", "day_form"), ("/pantau/2026/opd/", "form")])
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    client, leader, edition, agencies, asked, error, address, form
):
    client.force_login(leader)

    response = client.get(address, {"tanggal": asked})

    assert response.context[form].errors == {"tanggal": [error]}
    assert "day" not in response.context
    assert error in response.content.decode()


def test_board_of_a_past_day_is_filtered_and_ordered(client, leader, edition, agencies):
    client.force_login(leader)

    def rows(**asked):
        found = client.get("/pantau/2026/opd/", {"tanggal": "2026-04-20", **asked}).context["page_obj"]
        return [(row.name, row.state, row.submitted_count, row.is_exempt) for row in found]

    rejected, late, freed = (
        ("Ditolak", "submitted", 1, False),
        ("Lambat", "draft", 0, False),
        ("Bebas", "nothing", 0, False),
    )
    assert rows(order="diam") == [freed, rejected, late]
    assert rows(order="baru") == [late, rejected, freed]
    assert rows(order="nama") == [freed, rejected, late]
    assert rows(state="draft") == [late]
    assert rows(q="bebas") == [freed]
    assert rows(region=agencies[0].region_id) == [rejected]


def test_board_of_a_past_day_is_taken_away_as_a_table(client, leader, edition, agencies):
    client.force_login(leader)

    response = client.get("/pantau/2026/opd/", {"tanggal": "2026-04-23", "order": "nama", "unduh": "xlsx"})

    _headings, *lines = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    assert response["Content-Disposition"] == 'attachment; filename="kewajiban-2026-per-2026-04-23.xlsx"'
    assert [(line[0], line[4], line[6], line[8]) for line in lines] == [
        ("BEBAS", "Dikecualikan", 0, "Digabung."),
        ("DITOLAK", "Diajukan", 1, None),
        ("LAMBAT", "Draf", 0, None),
    ]


@pytest.mark.parametrize("address", ["/pantau/2026/", "/pantau/2026/opd/"])
def test_a_page_of_a_past_day_asks_as_much_for_many_agencies(
    client, leader, edition, agencies, address, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(leader)
    with django_assert_max_num_queries(22) as asked:
        client.get(address, {"tanggal": "2026-04-20"})
    for number in range(3):
        obliged(edition, f"Dinas {number}", (12, "start"), (18, "submit"))

    with django_assert_num_queries(len(asked)):
        client.get(address, {"tanggal": "2026-04-20"})


def test_the_board_of_a_past_day_is_narrowed_by_duty_and_category_as_of_then(client, leader, edition, agencies):
    category = EditionCategory.objects.create(edition=edition, name="Pelayanan inklusif")
    edition.submissions.filter(agency=agencies[0]).update(category=category)
    client.force_login(leader)

    def names(**asked):
        context = client.get("/pantau/2026/opd/", {"tanggal": "2026-04-20", **asked}).context
        return [row.name for row in context["page_obj"]]

    assert names(duty="met") == names(category=category.pk) == ["Ditolak"]  # rejected five days later
    assert sorted(names(duty="unmet")) == ["Bebas", "Lambat"]
    assert client.get("/pantau/2026/opd/", {"duty": "met"}).context["page_obj"][0].name == "Lambat"


def test_links_of_a_past_day_lead_to_the_board_of_that_day(client, leader, edition, agencies):
    client.force_login(leader)

    page = client.get("/pantau/2026/", {"tanggal": "2026-04-20"}).content.decode()

    for asked in ("duty=met", "duty=unmet", "state=draft", "unduh=xlsx"):
        assert f'href="/pantau/2026/opd/?{asked}&amp;tanggal=2026-04-20"' in page
    assert "data-live-line" not in page
