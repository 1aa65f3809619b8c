"""The pages of the open data: accessible, and a file is three clicks away without JavaScript."""

import pytest
from playwright.sync_api import expect

from home.services.site import set_up_site
from tests.factories.home import awarded_page, make_all_dumps, published_past_innovation


@pytest.fixture
def data(db):
    set_up_site()
    awarded_page()
    published_past_innovation(title="Apem Asi")
    return make_all_dumps()


def test_pages_of_the_open_data_are_accessible(page_of, assert_accessible_everywhere, data):
    assert_accessible_everywhere(page_of(), "/data/", "/data/api/")


def test_a_visitor_finds_and_downloads_a_table(page_of, data):
    page = page_of(width=360, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Data terbuka").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data portal ini milik publik, silakan dipakai")

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV Inovasi").click()

    assert download.value.suggested_filename == "inovasi-2026-11-27.csv"


def test_a_programmer_reads_what_a_field_means(page_of, data):
    page = page_of(java_script_enabled=False)
    page.goto("/data/")
    page.get_by_role("link", name="Antarmuka untuk program").first.click()
    page.get_by_role("link", name="Daftar rekognisi", exact=True).click()

    expect(page).to_have_url("/data/api/#daftar_rekognisi")
    section = page.locator("#daftar_rekognisi")
    expect(section.get_by_role("row", name="sumber teks Alamat tempat rekognisi dibaca.")).to_be_visible()
