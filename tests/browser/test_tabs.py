"""The tab line of a desk slides sideways on a phone; the tab of the open page is in view."""

import pytest
from playwright.sync_api import expect

from tests.factories.submissions import EditionFactory, MembershipFactory


def assert_current_tab_is_in_view(page):
    tab = page.locator(".so-tabs [aria-current]")
    expect(tab).to_be_in_viewport(ratio=1)
    assert page.locator(".so-tabs ul").evaluate("line => line.scrollLeft") > 0


@pytest.mark.parametrize("address", ["/pantau/konteks/", "/pantau/tahun/"])
def test_tab_of_the_open_page_of_the_monitoring_is_in_view(page_of, leader, db, address):
    EditionFactory(year=2026)
    page = page_of(leader, width=360)

    page.goto(address)

    assert_current_tab_is_in_view(page)


def test_tab_of_the_open_page_of_an_agency_is_in_view(page_of, db):
    membership = MembershipFactory()
    page = page_of(membership.user, width=360)

    page.goto(f"/opd/{membership.agency_id}/kanal/")

    assert_current_tab_is_in_view(page)
