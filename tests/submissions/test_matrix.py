import io

import pytest
from openpyxl import load_workbook

from submissions.enums import AgencyKind, DutyOutcome, EditionState
from submissions.enums import SubmissionStatus as S
from submissions.selectors.matrix import agencies_with_duties, matrix_of
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
    put_into,
)


@pytest.fixture
def editions(db):
    """The latest first, as the pages list them."""
    return [EditionFactory(year=year) for year in (2033, 2032, 2031)]


def hand_in(agency, edition, status=S.VERIFIED):
    put_into(SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)), status)


def test_each_agency_has_its_outcome_in_each_edition(editions):
    now, before, first = editions
    agency, other = AgencyFactory(name="A"), AgencyFactory(name="B")
    ObligationFactory(edition=now, agency=agency, required_count=2)
    ObligationFactory(edition=before, agency=agency)
    ObligationFactory(edition=first, agency=agency, is_exempt=True, exemption_reason="Baru dibentuk.")
    ObligationFactory(edition=now, agency=other)
    for edition in (now, before):
        hand_in(agency, edition)
    hand_in(agency, before, S.REJECTED)
    hand_in(other, now, S.DRAFT)
    hand_in(other, first)

    rows = matrix_of(agencies_with_duties(), editions)

    assert [
        (row.agency, [(cell.outcome, cell.submitted) for cell in row.cells], row.met, row.owed) for row in rows
    ] == [
        (agency, [(DutyOutcome.UNMET, 1), (DutyOutcome.MET, 1), (DutyOutcome.EXEMPT, 0)], 1, 2),
        (other, [(DutyOutcome.UNMET, 0), (DutyOutcome.NONE, 0), (DutyOutcome.NONE, 1)], 0, 1),
    ]


def test_an_agency_is_listed_that_will_owe_or_has_owed(editions):
    closed_since = AgencyFactory(name="Pernah, ditutup", is_active=False)
    relieved = AgencyFactory(name="Pernah, tidak lagi", is_obliged=False)
    AgencyFactory(name="Baru")
    AgencyFactory(name="Ditutup", is_active=False)
    AgencyFactory(name="Tidak wajib", is_obliged=False)
    for agency in (closed_since, relieved):
        ObligationFactory(edition=editions[0], agency=agency)

    assert {agency.name for agency in agencies_with_duties()} == {"Pernah, ditutup", "Pernah, tidak lagi", "Baru"}


def test_agencies_are_narrowed(editions):
    region = RegionFactory(code="33.02", name="Kabupaten Banyumas")
    hospital = AgencyFactory(name="RSUD Satu", code="RSUD-1", kind=AgencyKind.HOSPITAL, region=region)
    office = AgencyFactory(name="Dinas Dua", region=RegionFactory(code="33.01"))
    for agency in (hospital, office):
        for edition in editions:
            ObligationFactory(edition=edition, agency=agency)

    assert list(agencies_with_duties()) == [office, hospital]
    assert list(agencies_with_duties(region=region)) == [hospital]
    assert list(agencies_with_duties(kind=AgencyKind.HOSPITAL)) == [hospital]
    assert list(agencies_with_duties(search=" rsud-1 ")) == [hospital]


def test_the_page_shows_opened_editions_and_is_taken_away_as_a_table(client, leader, editions):
    agency = AgencyFactory(name="=1+1", code="A")
    for edition in editions:
        ObligationFactory(edition=edition, agency=agency)
    hand_in(agency, editions[1])
    EditionFactory(year=2034, state=EditionState.PREPARATION)
    client.force_login(leader)

    page = client.get("/pantau/matriks/")
    workbook = load_workbook(io.BytesIO(client.get("/pantau/matriks/?unduh=xlsx").content))

    assert page.context["opened"] == editions
    assert page.context["rows"] == matrix_of([agency], editions)
    assert [[cell.value for cell in row] for row in workbook.active.rows] == [
        ["Kode", "Perangkat daerah", "Daerah", "2033", "2032", "2031", "Terpenuhi", "Wajib"],
        ["A", "'=1+1", agency.region.name, "Tidak terpenuhi", "Terpenuhi", "Tidak terpenuhi", 1, 3],
    ]


def test_no_agency_fits_is_explained(client, leader, editions):
    client.force_login(leader)

    assert "Tidak ada OPD yang cocok" in client.get("/pantau/matriks/?q=zzz").content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_query_count_does_not_grow(client, leader, editions, count, django_assert_num_queries):
    for _number in range(count):
        agency = AgencyFactory()
        for edition in editions:
            ObligationFactory(edition=edition, agency=agency)
    client.force_login(leader)

    with django_assert_num_queries(11):
        client.get("/pantau/matriks/")
