import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import AgencyKind, ComplianceState, MembershipRole, RegionKind, StageKind, SubmissionStatus
from submissions.forecast import Remainder, forecast_of
from submissions.models import SubmissionEvent
from submissions.reports import pace_lines, pace_pictures
from submissions.selectors import overview as overview_module
from submissions.selectors.day_report import shares_by_kind
from submissions.selectors.overview import (
    Share,
    contacts_of,
    overview_of,
    shares_before,
    shares_by_edition,
    submissions_over_the_years,
)
from submissions.selectors.pace import Pace, forecast_of_pace, pace_of
from submissions.services.compliance_days import keep_days
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    ExtensionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
    put_into,
)

OPENED = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
CLOSED = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 18, 0, 0, tzinfo=UTC)
S = SubmissionStatus


@pytest.fixture(autouse=True)
def day_in_may():
    with clock.at(NOW):
        yield


def edition_of(year=2026, **kwargs):
    moved = {"opened": OPENED.replace(year=year), "closed": CLOSED.replace(year=year)}
    return EditionFactory(year=year, stages={StageKind.REGISTRATION: (moved["opened"], moved["closed"])}, **kwargs)


@pytest.fixture
def edition(db):
    return edition_of()


def handed_in(edition, agency, status=S.SUBMITTED, at=NOW):
    """A submission in this state; how it gets there is the business of the services."""
    submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    put_into(submission, status, at=at)
    if submission.first_submitted_at:
        SubmissionEvent.objects.create(
            submission=submission, actor=submission.created_by, action="submit", to_status=status, at=at
        )
    return submission


def obliged(edition, name="Dinas Uji", status=None, **kwargs):
    agency = AgencyFactory(name=name, **kwargs.pop("agency", {}))
    with clock.at(OPENED):
        ObligationFactory(edition=edition, agency=agency, **kwargs)
    if status:
        handed_in(edition, agency, status)
    return agency


# Selectors


def test_overview_counts_those_who_did_nothing_and_leaves_the_exempt_out(edition):
    obliged(edition, "Dinas A", S.VERIFIED)
    obliged(edition, "Dinas B", S.REJECTED)
    obliged(edition, "Dinas C")
    obliged(edition, "Dinas D", is_exempt=True, exemption_reason="Baru dibentuk.")

    overview = overview_of(edition)

    assert overview.share == Share(met=1, owed=3)
    assert (overview.share.unmet, overview.share.percent) == (2, 33)
    assert overview.totals == {"verified": 1, "rejected": 1, "nothing": 1, "exempt": 1}
    assert overview.exempt == ["Dinas D"]
    assert [(patch.name, patch.petals) for patch in overview.cloth] == [("Dinas A", 4), ("Dinas B", 0), ("Dinas C", 0)]


def test_cloth_has_one_kawung_per_region_when_agencies_are_many(monkeypatch, edition, django_assert_num_queries):
    monkeypatch.setattr(overview_module, "LARGEST_CLOTH", 3)
    full, quarter = RegionFactory(code="33.01", name="Kota Penuh"), RegionFactory(code="33.02", name="Kota Tegal")
    for number in range(4):
        status = None if number else S.SUBMITTED
        obliged(edition, f"Dinas {number}", status, agency={"region": quarter})
    obliged(edition, "Dinas Penuh", S.VERIFIED, agency={"region": full})

    overview = overview_of(edition)

    assert overview.is_by_region
    with django_assert_num_queries(1):  # the regions; no agency is read
        patches = [(patch.name, patch.petals, patch.agency_id) for patch in overview.cloth]
    assert patches == [("Kota Penuh", 4, None), ("Kota Tegal", 1, None)]


def test_kinds_begin_a_line_of_a_report_as_elsewhere(edition):
    obliged(edition, "Dinas A", agency={"kind": AgencyKind.DEPARTMENT})
    obliged(edition, "RSUD B", S.SUBMITTED, agency={"kind": AgencyKind.HOSPITAL})

    assert shares_by_kind(overview_of(edition)) == {"Dinas": Share(0, 1), "RSUD": Share(1, 1)}


def test_shares_are_told_by_region_and_by_kind(edition):
    hospital = obliged(edition, "RSUD A", S.VERIFIED, agency={"kind": AgencyKind.HOSPITAL})
    office = obliged(edition, "Dinas B", S.DRAFT)
    obliged(edition, "Dinas C", is_exempt=True, exemption_reason="Baru dibentuk.")

    overview = overview_of(edition)

    assert overview.by_region == {hospital.region_id: Share(1, 1), office.region_id: Share(0, 1)}
    assert overview.by_kind == {AgencyKind.HOSPITAL: Share(1, 1), AgencyKind.DEPARTMENT: Share(0, 1)}


def test_many_exempt_agencies_are_counted_and_not_named(edition):
    for number in range(4):
        obliged(edition, f"Dinas {number}", is_exempt=True, exemption_reason="Baru dibentuk.")

    overview = overview_of(edition)

    assert (overview.totals[ComplianceState.EXEMPT], overview.exempt) == (4, [])


def test_those_in_debt_come_the_quietest_first(edition):
    obliged(edition, "Dinas Selesai", S.SUBMITTED)
    obliged(edition, "Dinas Bebas", is_exempt=True, exemption_reason="Baru dibentuk.")
    handed_in(edition, obliged(edition, "Dinas Draf"), S.DRAFT, at=NOW)
    handed_in(edition, obliged(edition, "Dinas Lama"), S.REJECTED, at=NOW - timedelta(days=9))
    obliged(edition, "Dinas Diam")

    in_debt = overview_of(edition).in_debt
    assert [row.name for row in in_debt] == ["Dinas Diam", "Dinas Lama", "Dinas Draf"]
    assert (len(in_debt), in_debt[1].name, [row.name for row in in_debt[1:9]]) == (
        3,
        "Dinas Lama",
        ["Dinas Lama", "Dinas Draf"],
    )
    assert [(row.state, row.last_activity) for row in in_debt] == [
        (ComplianceState.NOTHING, None),
        (ComplianceState.REJECTED, NOW - timedelta(days=9)),
        (ComplianceState.DRAFT, NOW),
    ]


def test_a_page_of_those_in_debt_goes_on_from_the_silent_to_the_others(edition, django_assert_num_queries):
    for number in range(3):
        obliged(edition, f"Dinas Diam {number}")
    obliged(edition, "Dinas Bebas", is_exempt=True, exemption_reason="Baru dibentuk.")
    for number in range(2):
        handed_in(edition, obliged(edition, f"Dinas Draf {number}"), S.DRAFT, at=NOW - timedelta(days=number))

    in_debt = overview_of(edition).in_debt

    with django_assert_num_queries(1):
        assert [row.name for row in in_debt[0:2]] == ["Dinas Diam 0", "Dinas Diam 1"]
    assert [row.name for row in in_debt[2:4]] == ["Dinas Diam 2", "Dinas Draf 1"]
    assert [row.name for row in in_debt[4:6]] == ["Dinas Draf 0"]
    assert [(row.state, row.is_met, row.submitted_count) for row in in_debt[2:4]] == [
        (ComplianceState.NOTHING, False, 0),
        (ComplianceState.DRAFT, False, 0),
    ]


def test_contacts_are_the_active_people_in_charge_and_the_last_sign_in(edition):
    silent, seen = obliged(edition, "Dinas A"), obliged(edition, "Dinas B")
    MembershipFactory(agency=seen, user__last_login=NOW - timedelta(days=3))
    chief = MembershipFactory(agency=silent, role=MembershipRole.APPROVER)
    MembershipFactory(agency=silent, role=MembershipRole.APPROVER, user__is_active=False)

    contacts = contacts_of(edition, overview_of(edition).in_debt)

    assert [(contact.duty.name, contact.people, contact.last_login) for contact in contacts] == [
        ("Dinas A", [chief], None),
        ("Dinas B", [], NOW - timedelta(days=3)),
    ]


def test_shares_before_count_earlier_editions_only(edition):
    agency = obliged(edition, status=S.SUBMITTED)
    for year, status in ((2024, S.VERIFIED), (2025, S.REJECTED)):
        earlier = edition_of(year)
        ObligationFactory(edition=earlier, agency=agency)
        handed_in(earlier, agency, status)

    assert shares_before(edition, [agency.pk]) == {agency.pk: Share(met=1, owed=2)}


def test_shares_by_edition_hold_every_edition_the_latest_first(edition):
    earlier = edition_of(2025)
    obliged(edition, "Dinas A", S.SUBMITTED)
    obliged(edition, "Dinas B", S.DRAFT)

    assert shares_by_edition() == [(edition, Share(met=1, owed=2)), (earlier, Share(met=0, owed=0))]


def test_an_agency_that_owes_two_has_not_met_its_duty_with_one(edition):
    obliged(edition, status=S.SUBMITTED, required_count=2)

    assert overview_of(edition).share == Share(met=0, owed=1)
    assert shares_by_edition() == [(edition, Share(met=0, owed=1))]


def test_regions_show_every_kabupaten_also_without_a_duty(client, leader, edition):
    province = RegionFactory(code="33", kind=RegionKind.PROVINCE)
    jepara = RegionFactory(code="33.20", kind=RegionKind.REGENCY)
    RegionFactory(code="34", kind=RegionKind.PROVINCE)
    obliged(edition, "Dinas A", S.SUBMITTED, agency={"region": province})
    obliged(edition, "Dinas B", is_exempt=True, exemption_reason="Baru dibentuk.", agency={"region": province})
    handed_in(edition, AgencyFactory(region=jepara))
    handed_in(edition, AgencyFactory(region=jepara), S.DRAFT)
    client.force_login(leader)

    context = client.get("/pantau/2026/wilayah/").context

    assert context["regions"] == [(province, Share(1, 1), 1), (jepara, None, 1)]
    assert [(tile.letters, tile.value) for tile in context["tile_map"].tiles] == [("JPA", 1)]
    assert [(tile.letters, tile.value) for tile in context["duty_map"].tiles] == [("JPA", None)]


def test_regions_leave_out_kabupaten_of_other_provinces_that_sent_nothing(client, leader, edition):
    jepara = RegionFactory(code="33.20", kind=RegionKind.REGENCY)
    RegionFactory(code="11.10", name="Kabupaten Aceh Singkil", kind=RegionKind.REGENCY)
    RegionFactory(code="", name="Kabupaten Tanpa Kode", kind=RegionKind.REGENCY)
    guest = RegionFactory(code="34.04", kind=RegionKind.REGENCY)
    obliged(edition, "Dinas A", S.SUBMITTED, agency={"region": jepara})
    handed_in(edition, AgencyFactory(region=guest))
    client.force_login(leader)

    context = client.get("/pantau/2026/wilayah/").context

    assert context["regions"] == [(jepara, Share(1, 1), 1), (guest, None, 1)]


@pytest.mark.parametrize(
    ("owes", "sends", "heading"),
    [
        (True, False, "2 kabupaten dan kota belum mengirim usulan"),
        (True, True, "1 kabupaten dan kota belum mengirim usulan"),
        (False, True, "1 kabupaten dan kota mengirim usulan, tanpa kewajiban"),
        (False, False, "Kabupaten dan kota tidak memiliki kewajiban pada edisi ini"),
    ],
)
def test_heading_of_regions_blames_nobody_without_a_duty(client, leader, edition, owes, sends, heading):
    province = RegionFactory(code="91", kind=RegionKind.PROVINCE)
    place = RegionFactory(code="91.02", kind=RegionKind.REGENCY)
    RegionFactory(code="91.71", kind=RegionKind.CITY)
    obliged(edition, "Dinas A", agency={"region": place if owes else province})
    if sends:
        handed_in(edition, AgencyFactory(region=place))
    client.force_login(leader)

    page = client.get("/pantau/2026/wilayah/").content.decode()

    assert f"<h1>{heading}</h1>" in page


def test_heading_of_regions_says_when_all_have_sent_something(client, leader, edition):
    agency = obliged(edition, "Dinas A", S.SUBMITTED)
    client.force_login(leader)

    page = client.get("/pantau/2026/wilayah/").content.decode()

    assert agency.region.kind == RegionKind.REGENCY
    assert "<h1>Semua kabupaten dan kota sudah mengirim usulan</h1>" in page


def test_pace_counts_each_agency_on_the_day_on_which_it_met_the_duty(edition):
    early, late = obliged(edition, "Dinas A"), obliged(edition, "Dinas B")
    handed_in(edition, early, at=OPENED + timedelta(days=1))
    handed_in(edition, early, at=OPENED + timedelta(days=9))
    handed_in(edition, late, S.VERIFIED, at=OPENED + timedelta(days=3))
    handed_in(edition, AgencyFactory(), at=OPENED)

    pace = pace_of(edition)

    assert pace.by_day == [0, 1, 1, *[2] * 45]
    assert pace.owed_by_day == [2] * 48
    assert (pace.opened_on, pace.closed_on) == (date(2026, 4, 1), date(2026, 5, 29))


def test_pace_goes_on_to_the_last_extension(edition):
    agency = obliged(edition)
    ExtensionFactory(edition=edition, agency=agency, closes_at=CLOSED + timedelta(days=5))
    handed_in(edition, agency, at=CLOSED + timedelta(days=4))

    with clock.at(CLOSED + timedelta(days=30)):
        pace = pace_of(edition)

    assert pace.by_day == [*[0] * 62, 1, 1]
    assert (pace.closed_on, pace.ends_on) == (date(2026, 5, 29), date(2026, 6, 3))
    [wide, _narrow] = pace_pictures(pace, None, owed=1)
    assert (wide.closing_x, wide.frame.x(58), wide.frame.last_x) == (wide.frame.x(58), "592.4", 63)


def test_days_that_were_kept_are_not_worked_out_again(edition, django_assert_num_queries):
    handed_in(edition, obliged(edition), at=OPENED + timedelta(days=10))
    worked_out = pace_of(edition)
    keep_days()

    with django_assert_num_queries(3):  # stages, extensions, days
        assert pace_of(edition, now=Share(1, 1)) == worked_out


def test_pace_is_empty_before_registration(edition):
    with clock.at(OPENED - timedelta(days=2)):
        pace = pace_of(edition)

    assert pace.by_day == []
    assert pace_pictures(pace, None, owed=3) == []


def test_pace_is_written_out_for_every_week_and_the_last_day(edition):
    handed_in(edition, obliged(edition), at=OPENED + timedelta(days=10))

    lines = pace_lines(pace_of(edition), None)

    assert [line["now"] for line in lines] == [0, 0, 1, 1, 1, 1, 1, 1]
    assert [lines[0]["date"], lines[-1]["date"]] == [date(2026, 4, 1), date(2026, 5, 18)]


def test_the_end_is_foretold_by_what_came_in_the_last_days_of_earlier_editions():
    """Eleven days before the end two of four still owed, and one of them came."""
    days = {"opened_on": date(2025, 4, 1), "closed_on": date(2025, 5, 29), "ends_on": date(2025, 5, 29)}
    earlier = Pace(None, **days, by_day=[*[2] * 50, *[3] * 9], owed_by_day=[4] * 59)
    now = Pace(None, **days, by_day=[*[1] * 48], owed_by_day=[3] * 48)

    assert earlier.remainder(11) == Remainder(owing=2, met_later=1)
    assert forecast_of_pace(now, [earlier]) == forecast_of(1, 2, [Remainder(2, 1)])
    assert forecast_of_pace(earlier, [earlier]) is None


def test_submissions_over_the_years_hide_drafts(edition, agency):
    SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    first = handed_in(edition_of(2025), agency, S.VERIFIED)
    second = handed_in(edition, agency)

    assert list(submissions_over_the_years(agency)) == [second, first]


# Pages


def addresses(edition, agency):
    return [
        reverse("submissions:monitoring-home"),
        reverse("submissions:monitoring-years"),
        *(reverse(f"submissions:monitoring-{name}", args=[edition.year]) for name in ("today", "board", "regions")),
        reverse("submissions:monitoring-agency", args=[edition.year, agency.pk]),
    ]


@pytest.mark.parametrize("role", [Role.JUDGE, Role.CHAIR, Role.VERIFIER, Role.EDITORIAL])
def test_monitoring_is_closed_to_other_roles(client, edition, role):
    agency = obliged(edition, "Dinas Rahasia")
    client.force_login(UserFactory(roles=[role]))

    for address in addresses(edition, agency):
        response = client.get(address)
        assert response.status_code == 403
        assert "Dinas Rahasia" not in response.content.decode()


def test_monitoring_is_closed_to_agencies_and_visitors(client, edition, operator):
    agency = obliged(edition)

    assert {client.get(address).status_code for address in addresses(edition, agency)} == {302}
    client.force_login(operator)
    assert {client.get(address).status_code for address in addresses(edition, agency)} == {403}


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SECRETARIAT])
def test_monitoring_is_open_to_leadership_and_secretariat(client, edition, role):
    agency = obliged(edition)
    client.force_login(UserFactory(roles=[role]))

    home, *others = addresses(edition, agency)

    assert client.get(home).url == "/pantau/2026/"
    assert {client.get(address).status_code for address in others} == {200}


def test_first_screen_opens_with_the_finding(client, leader, edition):
    obliged(edition, "Dinas A", S.DRAFT)
    obliged(edition, "Dinas B", S.VERIFIED)
    client.force_login(leader)

    page = client.get("/pantau/2026/").content.decode()

    assert "1 OPD belum mengajukan, ditutup 11 hari lagi" in page


@pytest.mark.parametrize(
    ("status", "moment", "finding"),
    [
        (S.SUBMITTED, NOW, "Semua 1 OPD sudah memenuhi kewajiban"),
        (None, CLOSED + timedelta(days=1), "1 OPD tidak memenuhi kewajiban tahun 2026"),
    ],
)
def test_finding_changes_with_the_year(client, leader, edition, status, moment, finding):
    obliged(edition, status=status)
    client.force_login(leader)

    with clock.at(moment):
        assert finding in client.get("/pantau/2026/").content.decode()


def test_first_screen_compares_with_the_same_day_of_the_year_before(client, leader, edition):
    earlier = edition_of(2025)
    agency = obliged(edition, status=S.SUBMITTED)
    ObligationFactory(edition=earlier, agency=agency)
    handed_in(earlier, agency, at=CLOSED.replace(year=2025))
    client.force_login(leader)

    context = client.get("/pantau/2026/").context

    assert (context["lead"], context["earlier_count"]) == (1, 0)


def test_before_the_first_edition_the_page_explains_itself(client, leader):
    client.force_login(leader)

    response = client.get("/pantau/")

    assert "Belum ada edisi yang disiapkan" in response.content.decode()


def test_unknown_year_is_not_found(client, leader, edition):
    client.force_login(leader)

    assert client.get("/pantau/1999/").status_code == 404


def test_board_is_filtered_and_ordered(client, leader, edition):
    first = obliged(edition, "Biro Umum", S.DRAFT)
    second = obliged(edition, "Biro Hukum", S.DRAFT)
    obliged(edition, "Dinas Sosial", S.SUBMITTED)
    client.force_login(leader)

    response = client.get("/pantau/2026/opd/", {"q": "biro", "state": "draft", "order": "nama"})

    assert [row.agency for row in response.context["object_list"]] == [second, first]


def test_board_shows_a_wrong_filter_and_leaves_it_out(client, leader, edition):
    agency = obliged(edition)
    client.force_login(leader)

    response = client.get("/pantau/2026/opd/", {"state": "terbang"})

    assert list(response.context["form"].errors) == ["state"]
    assert [row.agency for row in response.context["object_list"]] == [agency]


def test_board_is_taken_away_as_a_table_with_the_same_filter(client, leader, edition):
    region = RegionFactory(name="Kabupaten Jepara")
    obliged(edition, "=Dinas A", S.SUBMITTED, agency={"code": "DINAS-A", "region": region})
    obliged(edition, "Dinas B")
    client.force_login(leader)

    response = client.get("/pantau/2026/opd/", {"state": "submitted", "unduh": "xlsx"})

    headings, *lines = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    assert response["Content-Disposition"] == 'attachment; filename="kewajiban-2026.xlsx"'
    assert headings[:3] == ("Kode", "Perangkat daerah", "Daerah")
    assert [line[:7] for line in lines] == [
        ("DINAS-A", "'=Dinas A", "Kabupaten Jepara", "dinas", "Diajukan", 1, 1),
    ]


def test_agency_page_names_the_people_to_call(client, leader, edition):
    agency = obliged(edition)
    chief = MembershipFactory(agency=agency, role=MembershipRole.APPROVER)
    MembershipFactory(agency=agency, role=MembershipRole.OPERATOR)
    client.force_login(leader)

    response = client.get(f"/pantau/2026/opd/{agency.pk}/")

    assert list(response.context["people"]) == [chief]
    assert f'href="mailto:{chief.user.email}"' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/pantau/2026/", 18),
        ("/pantau/2026/opd/", 10),
        ("/pantau/2026/wilayah/", 9),
        ("/pantau/tahun/", 8),
    ],
)
def test_query_counts_do_not_grow(client, leader, edition, count, address, queries, django_assert_num_queries):
    edition_of(2025)
    for number in range(count):
        agency = obliged(edition, f"Dinas {number}", S.DRAFT)
        MembershipFactory(agency=agency, role=MembershipRole.APPROVER)
    keep_days()
    client.force_login(leader)

    with django_assert_num_queries(queries):
        client.get(address)
