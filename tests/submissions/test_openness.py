import io

import pytest
from openpyxl import load_workbook

from submissions.enums import BoardOpenness, EditionState, MembershipRole, SubmissionStatus
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    MembershipFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

BOARD = "/pantau/2026/opd/"


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


@pytest.fixture
def head(approver, agency, edition):
    """Who leads one agency of the edition, of two that owe something and one that is exempt."""
    ObligationFactory(edition=edition, agency=agency)
    return approver


@pytest.fixture
def others(edition):
    other, exempt = AgencyFactory(name="Dinas Tetangga"), AgencyFactory(name="Dinas Baru")
    ObligationFactory(edition=edition, agency=other)
    ObligationFactory(edition=edition, agency=exempt, is_exempt=True, exemption_reason="Kepala dinas sakit.")
    submission = SubmissionFactory(edition=edition, innovation__agency=other, innovation__title="Judul Tetangga")
    put_into(submission, SubmissionStatus.SUBMITTED, at=submission.created_at)
    MembershipFactory(agency=other, role=MembershipRole.APPROVER, user__email="tetangga@example.id")
    return other, exempt


def opened_as(edition, openness):
    edition.board_openness = openness
    edition.save()


def board_of(client):
    return {row.agency for row in client.get(BOARD).context["object_list"]}


def test_an_edition_is_open_as_far_as_its_figures(edition):
    assert edition.board_openness == BoardOpenness.COUNTS


@pytest.mark.parametrize(
    ("openness", "sees_others"),
    [(BoardOpenness.CLOSED, False), (BoardOpenness.COUNTS, False), (BoardOpenness.PUBLIC, True)],
)
def test_board_of_a_head_is_as_open_as_the_edition(client, head, agency, edition, others, openness, sees_others):
    opened_as(edition, openness)
    client.force_login(head)

    assert board_of(client) == ({agency, *others} if sees_others else {agency})
    assert {client.get(f"{BOARD}{other.pk}/").status_code for other in others} == {200 if sees_others else 404}
    assert client.get(f"{BOARD}{agency.pk}/").status_code == 200


@pytest.mark.parametrize("openness", [BoardOpenness.CLOSED, BoardOpenness.COUNTS, BoardOpenness.PUBLIC])
def test_leadership_sees_all_whatever_the_edition_says(client, leader, head, agency, edition, others, openness):
    opened_as(edition, openness)
    client.force_login(leader)

    assert board_of(client) == {agency, *others}
    assert "Judul Tetangga" in client.get(f"{BOARD}{others[0].pk}/").content.decode()


def test_a_head_reads_the_state_of_another_agency_and_nothing_else(client, head, edition, others):
    opened_as(edition, BoardOpenness.PUBLIC)
    client.force_login(head)

    other, exempt = (client.get(f"{BOARD}{each.pk}/").content.decode() for each in others)

    assert "Diajukan" in other
    assert [word for word in ("Judul Tetangga", "tetangga@example.id", "riwayat") if word in other] == []
    assert "Kepala dinas sakit" not in exempt


def test_a_head_cannot_tell_from_the_open_board_when_others_wrote_or_what(client, head, leader, edition, others):
    opened_as(edition, BoardOpenness.PUBLIC)

    found = {}
    for user in (head, leader):
        client.force_login(user)
        page = client.get(BOARD, {"tanggal": "2020-01-01", "order": "baru"})
        book = load_workbook(io.BytesIO(client.get(BOARD, {"unduh": "xlsx"}).content))
        _headings, *lines = book.active.iter_rows(values_only=True)
        fields = {"category", "order", "tanggal"} & set(page.context["form"].fields)
        found[user] = (sorted(fields), any(line[-2] for line in lines if line[1] == others[0].name))

    assert found == {head: ([], False), leader: (["category", "order", "tanggal"], True)}


def test_a_head_takes_no_reason_of_an_exemption_away(client, head, leader, edition, others):
    opened_as(edition, BoardOpenness.PUBLIC)

    reasons = {}
    for user in (head, leader):
        client.force_login(user)
        book = load_workbook(io.BytesIO(client.get(BOARD, {"unduh": "xlsx"}).content))
        _headings, *lines = book.active.iter_rows(values_only=True)
        reasons[user] = {line[1]: line[-1] for line in lines if line[1] == "Dinas Baru"}

    assert reasons == {head: {"Dinas Baru": None}, leader: {"Dinas Baru": "Kepala dinas sakit."}}


@pytest.mark.parametrize(
    ("openness", "has_place"),
    [(BoardOpenness.CLOSED, False), (BoardOpenness.COUNTS, True), (BoardOpenness.PUBLIC, True)],
)
def test_own_page_says_the_place_where_figures_are_open(client, head, agency, edition, others, openness, has_place):
    opened_as(edition, openness)
    client.force_login(head)

    context = client.get(f"{BOARD}{agency.pk}/").context

    assert (context["arrival"] is not None) == has_place
    assert context["is_full"]


def test_monitoring_leads_a_head_to_the_own_agency(client, head, agency, edition):
    client.force_login(head)

    assert client.get("/pantau/").url == f"{BOARD}{agency.pk}/"


def test_monitoring_leads_who_leads_two_agencies_to_the_board(client, head, agency, edition):
    second = MembershipFactory(user=head, role=MembershipRole.APPROVER).agency
    ObligationFactory(edition=edition, agency=second)
    client.force_login(head)

    assert client.get("/pantau/").url == BOARD
    assert board_of(client) == {agency, second}


def test_a_head_who_only_writes_elsewhere_does_not_lead_there(client, head, agency, edition):
    elsewhere = MembershipFactory(user=head, role=MembershipRole.OPERATOR).agency
    ObligationFactory(edition=edition, agency=elsewhere)
    client.force_login(head)

    assert client.get(f"{BOARD}{elsewhere.pk}/").status_code == 404


def test_pages_of_leadership_stay_closed_to_heads(client, head, edition):
    client.force_login(head)

    addresses = ("/pantau/2026/", "/pantau/2026/wilayah/", "/pantau/tahun/", "/pantau/matriks/")
    assert {client.get(address).status_code for address in addresses} == {403}


def test_own_years_are_those_that_were_opened(client, head, agency, edition):
    ObligationFactory(edition=EditionFactory(year=2025, state=EditionState.FINISHED), agency=agency)
    EditionFactory(year=2027, state=EditionState.PREPARATION)
    client.force_login(head)

    years = client.get(f"{BOARD}{agency.pk}/").context["years"]

    assert [(cell.edition.year, cell.outcome) for cell in years.cells] == [(2026, "unmet"), (2025, "unmet")]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_own_page_is_constant(client, head, agency, edition, count, django_assert_num_queries):
    for _number in range(count):
        submission = SubmissionFactory(edition=edition, innovation__agency=agency)
        put_into(submission, SubmissionStatus.SUBMITTED, at=submission.created_at)
        ObligationFactory(edition=edition)
    client.force_login(head)

    with django_assert_num_queries(27):
        client.get(f"{BOARD}{agency.pk}/")
