from datetime import timedelta
from urllib.parse import quote

import pytest

from home.selectors.agencies import duties_of, profile_of
from innovation_portal.utils import clock
from submissions.enums import CataloguePolicy, EditionState, StageKind, SubmissionStatus
from tests.factories.home import published_past_innovation
from tests.factories.judging import VerifiedSubmissionFactory
from tests.factories.submissions import (
    AgencyChannelFactory,
    AgencyFactory,
    EditionFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def listed(response):
    groups = response.context["groups"]
    return [(agency, count) for _region, agencies in groups for agency, _code, count in agencies]


@pytest.fixture
def semarang(site):
    return RegionFactory(code="33.74", name="Kota Semarang")


def test_list_holds_who_is_obliged_or_owns_something_by_region(client, semarang):
    south = RegionFactory(code="33.01", name="Kabupaten Cilacap")
    clinic = AgencyFactory(region=semarang, name="Puskesmas", is_obliged=False)
    office = AgencyFactory(region=semarang, name="Dinas Sosial")
    farm = AgencyFactory(region=south, name="Dinas Pertanian")
    AgencyFactory(region=south, name="Tutup", is_active=False)
    AgencyFactory(region=south, name="Tanpa kewajiban", is_obliged=False)
    published_past_innovation(agency=clinic)

    assert listed(client.get("/perangkat-daerah/")) == [(farm, 0), (office, 0), (clinic, 1)]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "sosial"}, ["Dinas Sosial"]),
        ({"q": "semarang dinas"}, ["Dinas Kesehatan", "Dinas Sosial"]),
        ({"q": "tidak ada"}, []),
        ({"daerah": "abc"}, ["Dinas Pertanian", "Dinas Kesehatan", "Dinas Sosial"]),
    ],
)
def test_list_is_searched_by_name_and_place(client, semarang, asked, names):
    AgencyFactory(region=RegionFactory(code="33.01", name="Kabupaten Cilacap"), name="Dinas Pertanian")
    for name in ("Dinas Sosial", "Dinas Kesehatan"):
        AgencyFactory(region=semarang, name=name)

    assert [agency.name for agency, _count in listed(client.get("/perangkat-daerah/", asked))] == names


def test_list_is_narrowed_to_a_region(client, semarang):
    AgencyFactory()
    own = AgencyFactory(region=semarang)

    assert listed(client.get("/perangkat-daerah/", {"daerah": semarang.pk})) == [(own, 0)]


def test_profile_shows_innovations_honours_and_channels(client, semarang):
    agency = AgencyFactory(code="DINSOS", region=semarang)
    old = published_past_innovation(agency=agency, year=2018).entry
    new = published_past_innovation(agency=agency, year=2020).entry
    mentioned = published_past_innovation(agency=agency, award="Disebut dalam laporan", year=2019).entry
    published_past_innovation()
    site = AgencyChannelFactory(agency=agency)
    phone = AgencyChannelFactory(agency=agency, kind="telepon", address="+62248311174")

    response = client.get("/perangkat-daerah/DINSOS/")

    profile = response.context["profile"]
    assert profile.entries == [new, mentioned, old]
    assert [(row.entry, row.honour.badge) for row in profile.honours] == [
        (new, "Top 45 nasional 2020"),
        (old, "Top 45 nasional 2018"),
    ]
    assert (profile.channels, profile.complaints) == ([site], [phone])
    assert 'href="tel:+62248311174"' in response.content.decode()


def test_an_agency_that_is_not_listed_has_no_profile(client, site):
    AgencyFactory(code="TUTUP", is_active=False)

    assert client.get("/perangkat-daerah/TUTUP/").status_code == 404


def past_edition(year, **fields):
    """An edition whose registration is over."""
    moment = clock.now()
    over = (moment - timedelta(days=60), moment - timedelta(days=30))
    return EditionFactory(year=year, stages={StageKind.REGISTRATION: over}, **fields)


def test_duty_of_finished_editions_is_public_with_what_was_entered():
    agency = AgencyFactory()
    met, missed, exempt = (past_edition(year, state=EditionState.FINISHED) for year in (2031, 2030, 2029))
    for edition in (met, missed):
        ObligationFactory(agency=agency, edition=edition)
    ObligationFactory(agency=agency, edition=exempt, is_exempt=True, exemption_reason="Digabung.")
    VerifiedSubmissionFactory(edition=met, innovation__agency=agency)
    SubmissionFactory(edition=missed, innovation__agency=agency, status=SubmissionStatus.DRAFT)

    rows = [(duty.edition, duty.entered, duty.is_met, duty.is_exempt) for duty in duties_of(agency)]

    assert rows == [(met, 1, True, False), (missed, 0, False, False), (exempt, 0, False, True)]


@pytest.mark.parametrize(
    ("policy", "is_over", "is_shown"),
    [
        (CataloguePolicy.AFTER_VERIFICATION, True, True),
        (CataloguePolicy.AFTER_VERIFICATION, False, False),
        (CataloguePolicy.AFTER_ANNOUNCEMENT, True, False),
    ],
)
def test_duty_of_a_running_edition_follows_the_policy_of_its_catalogue(policy, is_over, is_shown):
    agency = AgencyFactory()
    make = past_edition if is_over else EditionFactory
    edition = make(year=2031, catalogue_policy=policy)
    ObligationFactory(agency=agency, edition=edition)

    assert [duty.edition for duty in duties_of(agency)] == ([edition] if is_shown else [])


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_profile_need_the_same_queries_however_much(client, semarang, count, django_assert_num_queries):
    agency = AgencyFactory(code="DINSOS", region=semarang)
    for number in range(count):
        AgencyFactory(region=semarang)
        published_past_innovation(agency=agency)
        AgencyChannelFactory(agency=agency, address=f"https://dinsos{number}.example.id/")
        ObligationFactory(agency=agency, edition=past_edition(2030 + number, state=EditionState.FINISHED))
    client.get("/perangkat-daerah/")

    with django_assert_num_queries(10):
        assert client.get("/perangkat-daerah/").status_code == 200
    with django_assert_num_queries(16):
        assert client.get("/perangkat-daerah/DINSOS/").status_code == 200
    assert len(profile_of("DINSOS").duties) == count


@pytest.mark.parametrize("code", ["33.74", "3374.01", "DINAS PU", "Bag. Hukum"])
def test_a_code_with_dots_or_blanks_has_its_address(client, semarang, code):
    agency = AgencyFactory(code=code, region=semarang)
    listed = client.get("/perangkat-daerah/").content.decode()
    address = f"/perangkat-daerah/{quote(code)}/"

    response = client.get(address)

    assert f'href="{address}"' in listed
    assert response.context["agency"] == agency


def test_an_unknown_address_with_a_dot_is_not_found(client):
    assert [client.get(path).status_code for path in ("/perangkat-daerah/33.99/", "/tidak/ada.html/")] == [404, 404]
