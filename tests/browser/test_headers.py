"""What a browser does with the headers: nothing of a session is left behind, and no page asks for what they forbid."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory

PAGES = ("/", "/inovasi/", "/pola/", "/akun/", "/opd/", "/pantau/", "/juri/")
BACK_OFFICE = ("/admin/", "/admin/pages/", "/admin/images/add/", "/admin/reports/site-history/")


@pytest.fixture
def site(transactional_db):
    return set_up_site()


@pytest.fixture
def superuser(transactional_db):
    return UserFactory(is_superuser=True, is_staff=True, roles=[Role.SECRETARIAT])


def test_back_shows_nothing_after_signing_out(page_of, approver):
    page = page_of(approver)
    page.goto("/opd/")
    expect(page.get_by_text(approver.name).first).to_be_visible()

    page.goto("/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url(lambda url: url.endswith("/"))
    page.go_back()
    page.go_back()

    page.wait_for_url("**/masuk/**")
    assert approver.name not in page.content()
    assert [each for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME] == []


def test_no_page_asks_for_what_the_policy_forbids(page_of, site, superuser):
    """`page_of` fails the test over whatever the policy blocked."""
    page = page_of(superuser)
    for address in (*PAGES, *BACK_OFFICE, f"/admin/pages/{site.pk}/edit/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
