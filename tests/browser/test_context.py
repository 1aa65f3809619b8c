"""What others publish about the services stands beside innovations, agencies and regions, for everybody to read."""

import pytest

from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from tests.factories.context import ChannelFigureFactory, OmbudsmanFindingFactory, ServiceMallFactory
from tests.factories.home import past_innovation
from tests.factories.submissions import AgencyFactory, EditionFactory, RegionFactory


@pytest.fixture
def innovation(db):
    """An innovation of a region of which everything is known that can be, also what is still to be confirmed."""
    set_up_site()
    region = RegionFactory(code="33.11", name="Kabupaten Sukoharjo")
    innovation = past_innovation(agency=AgencyFactory(region=region), title="Loket Wengi")
    ServiceMallFactory(region=region, innovations=[innovation], agencies=[innovation.agency])
    OmbudsmanFindingFactory(region=region)
    OmbudsmanFindingFactory(region=region, year=2023, value=None, zone="hijau", needs_confirmation=True)
    OmbudsmanFindingFactory(region=None, agency=innovation.agency)
    ChannelFigureFactory(region=region)
    return innovation


def test_context_is_accessible_on_public_pages(page_of, assert_accessible_everywhere, innovation):
    public = publish_innovation(innovation.pk)
    page = page_of()

    assert_accessible_everywhere(page, public.url, f"/perangkat-daerah/{innovation.agency.code}/")

    assert page.get_by_text("Ombudsman").count() > 0


def test_context_of_all_regions_is_accessible_and_leaves_the_ombudsman_room(
    page_of, assert_accessible_everywhere, leader, innovation
):
    EditionFactory(year=2026)
    page = page_of(leader)

    assert_accessible_everywhere(page, "/pantau/konteks/")

    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.locator("th.is-roomy").evaluate("cell => cell.offsetWidth") >= 12 * 16
