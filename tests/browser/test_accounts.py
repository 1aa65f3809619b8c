from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD, UserFactory, authenticator_code


def test_pages_before_signing_in_are_accessible(page_of, assert_accessible_everywhere):
    assert_accessible_everywhere(page_of(), "/masuk/", "/lupa-sandi/", "/daftar/", "/tidak-ada/", "/pola/")


def test_pages_of_the_account_are_accessible(page_of, assert_accessible_everywhere, secretary):
    addresses = (
        "/akun/",
        "/akun/alamat/",
        "/akun/data/",
        "/akun/dua-langkah/",
        "/akun/keamanan/",
        "/akun/perangkat/",
        "/akun/sandi/",
        "/akun/surel/",
        "/keluar/",
        "/privasi/",
    )

    assert_accessible_everywhere(page_of(secretary), *addresses)


def test_a_person_signs_in_by_e_mail_and_reaches_the_workspaces(page_of, assert_accessible):
    person = UserFactory(email="rani@example.id")
    page = page_of()

    page.goto("/akun/")
    page.get_by_label("Alamat surel").fill("rani@example.id")
    page.get_by_label("Kata sandi").fill("salah")
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    expect(page.get_by_label("Alamat surel")).to_have_value("rani@example.id")

    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()

    page.wait_for_url("**/akun/")
    expect(page.get_by_text(person.name).first).to_be_visible()


def test_the_second_step_is_set_up_and_asked_for(page_of, assert_accessible, secretary):
    page = page_of(secretary)
    page.goto("/akun/dua-langkah/aplikasi/")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    assert_accessible(page)
    page.locator("main button").click()

    secret = page.locator("#authenticator_secret").input_value()
    assert_accessible(page)
    page.get_by_label("Kode autentikator").fill(authenticator_code(secret))
    page.get_by_role("button", name="Aktifkan").click()
    page.wait_for_url(lambda url: not url.endswith("/aplikasi/"))
    assert_accessible(page)

    other = page_of(width=360)
    other.goto("/masuk/")
    other.get_by_label("Alamat surel").fill(secretary.email)
    other.get_by_label("Kata sandi").fill(PASSWORD)
    other.get_by_role("button", name="Masuk").click()
    other.wait_for_url("**/akun/dua-langkah/kode/")
    assert_accessible(other)
