"""The way to the identity provider and back in a browser, by the policy of the portal and across two sites."""

import time

import pytest
from playwright.sync_api import expect

from innovation_portal.accounts.models import ProviderLink
from tests.factories.accounts import UserFactory
from tests.identity_provider import SUBJECT


@pytest.fixture
def person(provider, live_server, settings):
    settings.PORTAL_ADDRESS = live_server.url
    provider.knows(SUBJECT, auth_time=int(time.time()))
    return UserFactory(email="rani@example.id", name="Rani")


def let_in(page, subject=SUBJECT):
    """Be the person at the provider's own page, which is another site."""
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_a_person_links_the_account_and_signs_in_with_the_provider(page_of, assert_accessible, person):
    desk = page_of(person)
    desk.goto("/akun/keamanan/")
    assert_accessible(desk)
    desk.get_by_role("button", name="Tautkan SSO Uji").click()
    let_in(desk)

    desk.wait_for_url("**/akun/keamanan/")
    assert_accessible(desk)
    expect(desk.get_by_role("button", name="Lepas SSO Uji")).to_be_visible()
    assert [(link.user, link.subject) for link in ProviderLink.objects.all()] == [(person, SUBJECT)]

    phone = page_of(width=360)
    phone.goto("/masuk/?next=/akun/surel/")
    assert_accessible(phone)
    phone.get_by_role("button", name="Masuk dengan SSO Uji").click()
    let_in(phone)

    phone.wait_for_url("**/akun/surel/")
    expect(phone.get_by_text("dikirim ke rani@example.id")).to_be_visible()


def test_who_has_no_account_reads_what_to_do(page_of, assert_accessible, person):
    page = page_of(width=360)
    page.goto("/masuk/")
    page.get_by_role("button", name="Masuk dengan SSO Uji").click()
    let_in(page, "asing")

    expect(page.get_by_role("heading", name="Tidak ada akun untuk cara masuk ini")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Kembali ke halaman masuk").click()
    page.wait_for_url("**/masuk/")


def test_a_person_confirms_at_the_provider(page_of, assert_accessible, person, provider, settings):
    settings.FRESH_LOGIN_MINUTES = 10
    person.set_unusable_password()
    person.save()
    ProviderLink.objects.create(user=person, issuer=provider.issuer, subject=SUBJECT)
    page = page_of(person)

    page.goto("/akun/alamat/")
    page.wait_for_url("**/akun/penyedia/konfirmasi/**")
    assert_accessible(page)
    page.get_by_role("button", name="Pastikan dengan SSO Uji").click()
    let_in(page)

    page.wait_for_url("**/akun/alamat/")
    assert_accessible(page)
