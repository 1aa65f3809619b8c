"""Passkeys with the authenticator of the Chrome DevTools protocol, from adding one to signing in with it."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from innovation_portal.accounts.roles import Role
from tests.factories.accounts import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def plug_in():
    """Return a function that gives a page a device; its answer refuses (False) or allows (True) what comes next."""

    def plug(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        device = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

        def let(is_verified):
            session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": is_verified})

        return let

    return plug


def sign_in(page, person):
    page.goto("/masuk/")
    page.get_by_label("Alamat surel").fill(person.email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def add_passkey(page, name):
    page.goto("/akun/kunci-sandi/tambah/")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Konfirmasi").click()
    page.get_by_label("Nama kunci sandi").fill(name)
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.wait_for_url("**/pemulihan/")
    page.get_by_role("button", name="Kode sudah saya simpan").click()


def test_passkey_is_added_named_used_alone_and_removed(page_of, plug_in, assert_accessible, settings, secretary):
    settings.SECOND_FACTOR_ROLES = [Role.SECRETARIAT.value]
    page = page_of(width=360)
    plug_in(page)
    sign_in(page, secretary)
    page.wait_for_url("**/wajib/")
    assert_accessible(page)

    add_passkey(page, "Laptop kantor")
    page.wait_for_url("**/akun/keamanan/")
    assert_accessible(page)
    page.get_by_role("link", name="Lihat kunci sandi").click()
    expect(page.get_by_text("Laptop kantor").first).to_be_visible()
    assert_accessible(page)

    page.context.clear_cookies()
    page.goto("/masuk/?next=/akun/keamanan/")
    page.get_by_role("button", name="Gunakan kunci sandi").click()
    expect(page.get_by_role("heading", name="Keamanan akun")).to_be_visible()

    page.goto("/akun/kunci-sandi/")
    page.get_by_role("link", name="Ganti nama").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Konfirmasi").click()
    page.get_by_label("Nama kunci sandi").fill("Laptop rumah")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("link", name="Hapus Laptop rumah").click()
    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_text("ini satu-satunya")).to_be_visible()
    assert_accessible(page)
    assert Authenticator.objects.filter(user=secretary, type="webauthn").count() == 1


def test_passkey_is_the_second_step_after_a_password(page_of, plug_in, assert_accessible, leader):
    page = page_of()
    plug_in(page)
    sign_in(page, leader)
    page.wait_for_url("**/pantau/")
    add_passkey(page, "Ponsel")
    page.context.clear_cookies()

    sign_in(page, leader)
    page.wait_for_url("**/akun/dua-langkah/kode/")
    assert_accessible(page)
    page.get_by_role("button", name="Gunakan kunci sandi").click()

    page.wait_for_url("**/pantau/")
    used = Authenticator.objects.filter(last_used_at__isnull=False)
    assert list(used.values_list("type", flat=True)) == ["webauthn"]


def test_device_that_refuses_is_told_beside_the_form(page_of, plug_in, assert_accessible, leader):
    page = page_of()
    let = plug_in(page)
    sign_in(page, leader)
    add_passkey(page, "Ponsel")
    page.context.clear_cookies()
    let(False)

    page.goto("/masuk/")
    page.get_by_role("button", name="Gunakan kunci sandi").click()

    expect(page.get_by_role("alert").get_by_text("Perangkat belum menyelesaikannya")).to_be_visible()
    assert_accessible(page)


def test_without_a_passkey_in_the_browser_the_button_is_away(page_of):
    page = page_of()
    page.add_init_script("delete window.PublicKeyCredential")

    page.goto("/masuk/")

    expect(page.get_by_role("button", name="Gunakan kunci sandi")).to_be_hidden()
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
