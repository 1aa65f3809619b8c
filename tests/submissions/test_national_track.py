"""The national track for those who read it: leadership by year, an agency its own."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.accounts.roles import Role
from submissions.models import Innovation
from submissions.selectors.national_track import track_of, track_years, with_national_track
from tests.factories.accounts import UserFactory
from tests.factories.national import NationalCompetitionFactory, proposal_in
from tests.factories.submissions import EditionFactory, InnovationFactory, MembershipFactory, RecognitionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client):
    EditionFactory()
    client.force_login(UserFactory(roles=[Role.LEADERSHIP]))
    return client


def names(rows):
    return [(row.innovation.title, row.state, row.result) for row in rows]


@pytest.fixture
def year(secretary):
    competition = NationalCompetitionFactory(year=2033)
    proposal_in("recognised", actor=secretary, competition=competition, number="S-1", title="Antar Obat")
    proposal_in("finalist", actor=secretary, competition=competition, number="S-2", title="Zona Tertib")
    proposal_in("candidate", actor=secretary, competition=competition, title="Belum Siap")
    listed = InnovationFactory(title="Kasa Berbuntut")
    RecognitionFactory(innovation=listed, year=2033, award="IGA 2033 - dipaparkan")
    RecognitionFactory(innovation=listed, year=2033, award="KIPP Jateng 2033 - Top 10")
    RecognitionFactory(innovation=listed, year=2019, award="KIPP nasional - Finalis (presentasi & wawancara)")
    return 2033


def test_year_joins_proposals_and_published_lists_and_leaves_candidates_out(year):
    assert track_years() == [2033, 2019]
    assert names(track_of(year)) == [
        ("Antar Obat", "recognised", "Top 99"),
        ("Kasa Berbuntut", "recognised", "IGA 2033 - dipaparkan"),
        ("Zona Tertib", "finalist", ""),
    ]
    assert names(track_of(2019)) == [
        ("Kasa Berbuntut", "finalist", "KIPP nasional - Finalis (presentasi & wawancara)")
    ]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"kind": "iga"}, ["Kasa Berbuntut"]),
        ({"state": "finalist"}, ["Zona Tertib"]),
        ({"search": "obat"}, ["Antar Obat"]),
    ],
)
def test_track_is_narrowed(year, asked, titles):
    assert [row.innovation.title for row in track_of(year, **asked)] == titles


def test_leadership_reads_the_latest_year_and_takes_it_away(leader, year):
    page = leader.get(reverse("submissions:monitoring-national"))
    table = leader.get(reverse("submissions:monitoring-national-year", args=[year]) + "?unduh=xlsx&kind=kipp")

    assert (page.context["year"], page.context["found"], page.context["recognised"]) == (2033, 3, 2)
    lines = [[cell.value for cell in line] for line in load_workbook(BytesIO(table.content)).active]
    assert [(line[0], line[2], line[7], line[8]) for line in lines[1:]] == [
        (2033, "Antar Obat", "Top 99", "S-1"),
        (2033, "Zona Tertib", None, "S-2"),
    ]


def test_year_without_anything_is_no_page(leader, year):
    assert leader.get(reverse("submissions:monitoring-national-year", args=[2001])).status_code == 404


def test_track_takes_two_queries_however_many(year, secretary, django_assert_num_queries):
    more = NationalCompetitionFactory(year=2033, kind="iga")
    for number in range(3):
        proposal_in("proposed", actor=secretary, competition=more, number=f"I-{number}")

    with django_assert_num_queries(2):
        rows = [(str(row.innovation.agency.region), row.result) for row in track_of(2033)]
    assert len(rows) == 6


def test_agency_sees_its_own_and_nothing_of_others(client, secretary, agency):
    competition = NationalCompetitionFactory()
    own = proposal_in("finalist", actor=secretary, competition=competition, agency=agency, title="Milik Sendiri")
    proposal_in("finalist", actor=secretary, competition=competition, number="S-2", title="Milik Lain")
    client.force_login(MembershipFactory(agency=agency).user)

    response = client.get(reverse("submissions:national-list", args=[agency.pk]))

    assert list(response.context["proposals"]) == [own]
    assert "Milik Lain" not in response.content.decode()


def test_own_list_says_in_a_line_how_far_each_innovation_came(client, secretary, agency):
    own = proposal_in("recognised", actor=secretary, agency=agency, title="Milik Sendiri")
    silent = InnovationFactory(agency=agency, title="Tanpa Usulan")
    client.force_login(MembershipFactory(agency=agency).user)

    response = client.get(reverse("submissions:innovation-list", args=[agency.pk]))

    tracks = {one: one.track for one in response.context["innovations"]}
    assert tracks == {own.innovation: [own], silent: []}
    address = f"{reverse('submissions:national-list', args=[agency.pk])}#proposal-{own.pk}"
    assert f'<a href="{address}">{own.competition}</a>, {own.level}' in response.content.decode()


def test_list_of_innovations_takes_one_more_query_however_many(secretary, agency, django_assert_num_queries):
    for number in range(3):
        proposal_in("proposed", actor=secretary, agency=agency, number=f"S-{number}")

    with django_assert_num_queries(2):
        tracks = [str(one.competition) for each in with_national_track(Innovation.objects.all()) for one in each.track]
    assert len(tracks) == 3
