"""The public pages by keys alone: the catalogue and its filters, the map, and the menu of a phone."""

import pytest
from playwright.sync_api import expect

from home.services.site import set_up_site
from tests.browser.test_keyboard import go_to, press
from tests.factories.home import published_past_innovation
from tests.factories.submissions import AgencyFactory, RegionFactory

REGIONS = {"33.01": "Kabupaten Cilacap", "33.02": "Kabupaten Banyumas", "33.71": "Kota Magelang"}


@pytest.fixture
def catalogue(db):
    """Two innovations of one region of three; one is about health, the other about schools."""
    set_up_site()
    regions = {code: RegionFactory(code=code, name=name) for code, name in REGIONS.items()}
    banyumas = AgencyFactory(region=regions["33.02"], name="RSUD Banyumas")
    published_past_innovation(title="Apem Asi", agency=banyumas, field="kesehatan")
    published_past_innovation(title="Kelas Ndolan", agency=banyumas, field="pendidikan")


@pytest.mark.parametrize("javascript", [True, False])
def test_filters_are_opened_chosen_and_sent_on_a_phone(page_of, catalogue, javascript):
    page = page_of(width=360, java_script_enabled=javascript)
    page.goto("/inovasi/")

    go_to(page, page.locator(".so-filter > summary"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("checkbox", name="Kesehatan"))
    page.keyboard.press("Space")
    press(page, "button", "Terapkan saringan")
    expect(page).to_have_url("/inovasi/?bidang=kesehatan")
    press(page, "link", "Langsung ke hasil")

    expect(page.locator("#hasil")).to_be_focused()
    go_to(page, page.get_by_role("link", name="Apem Asi"))
    page.keyboard.press("Enter")
    expect(page).to_have_url("/inovasi/apem-asi/")


def test_the_map_is_walked_tile_by_tile_and_names_what_its_list_names(page_of, catalogue):
    page = page_of()
    page.goto("/inovasi/")
    page.get_by_role("button", name="Cari").focus()

    walked = []
    for _tile in REGIONS:
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('rect, circle')).stroke")
        assert ring == "rgb(194, 106, 0)", f"Nobody sees the focus on {walked[-1]}"
    page.keyboard.press("Tab")
    expect(page.get_by_text("Angka yang sama sebagai daftar")).to_be_focused()
    page.keyboard.press("Enter")

    rows = page.locator(".so-regionlist tbody tr").evaluate_all(
        "rows => rows.map(row => `${row.querySelector('a').textContent}: ${row.lastElementChild.textContent}`)"
    )
    assert sorted(walked) == sorted(rows) == ["Kabupaten Banyumas: 2", "Kabupaten Cilacap: 0", "Kota Magelang: 0"]


def test_the_menu_of_a_phone_opens_closes_by_escape_and_gives_the_focus_back(page_of, catalogue):
    page = page_of(width=360)
    page.goto("/inovasi/")
    menu, first = page.locator(".so-menu > summary"), page.locator(".so-menu").get_by_role("link", name="Etalase")

    go_to(page, menu)
    expect(first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    go_to(page, first)
    page.keyboard.press("Escape")

    expect(first).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_menu_of_a_phone_does_not_lie_over_the_focus_that_has_left_it(page_of, catalogue):
    page = page_of(width=360)
    page.goto("/inovasi/")

    go_to(page, page.locator(".so-menu > summary"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Cari inovasi"))

    expect(page.locator(".so-menu").get_by_role("link", name="Etalase")).to_be_hidden()
