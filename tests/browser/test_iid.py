"""A writer fills the sheet of the Indeks Inovasi Daerah by keyboard on a phone, also while the line is cut."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from submissions.models import AssessedIndicator
from submissions.services.iid import Said, save_indicators
from tests.browser.conftest import lose_what_is_sent
from tests.factories.iid import EvidenceFactory, IidAssessmentFactory
from tests.factories.submissions import EditionFactory


@pytest.fixture
def sheet(agency):
    EditionFactory(year=2026)
    sheet = IidAssessmentFactory(innovation__agency=agency, innovation__title="Antre Tenang")
    EvidenceFactory(submission__innovation=sheet.innovation, title="SK Kepala Dinas tentang Tim Pelaksana")
    return sheet


@pytest.fixture
def address(sheet):
    return reverse("submissions:iid-sheet", args=[sheet.pk])


def stored():
    return list(AssessedIndicator.objects.values_list("indicator__number", "level", "value"))


def test_sheets_are_accessible(page_of, assert_accessible_everywhere, operator, leader, sheet, address):
    said = {17: Said(value=12, note="Tim inti."), 19: Said(level=3)}
    save_indicators(sheet.pk, actor=operator, revision=0, said=said)

    assert_accessible_everywhere(
        page_of(operator),
        reverse("submissions:iid-list", args=[sheet.innovation.agency_id]),
        address,
        *(reverse(f"submissions:iid-{name}", args=[sheet.pk]) for name in ("facts", "chances")),
    )
    assert_accessible_everywhere(
        page_of(leader),
        reverse("submissions:iid-year", args=[2026]),
        reverse("submissions:iid-page", args=[2026, sheet.pk]),
    )


def test_a_phone_and_a_keyboard_fill_the_sheet(page_of, operator, approver, sheet, address):
    page = page_of(operator, width=360)
    page.goto(address)

    page.get_by_role("group", name="16. Regulasi").get_by_label("Belum").focus()
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#standing")).to_contain_text("6 dari 111 poin")
    save_indicators(sheet.pk, actor=approver, revision=1, said={19: Said(level=3)})

    page.get_by_label("Berapa orang?").first.focus()
    page.keyboard.type("12")
    expect(page.get_by_role("radio", name="Tingkat 2: 11–30 orang")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("#standing")).to_contain_text("16 dari 111 poin")
    expect(page.get_by_role("radio", name="Tingkat 3: Sistem daring")).to_be_checked()
    assert stored() == [(16, 2, None), (17, 2, 12), (19, 3, None)]

    page.get_by_role("radio", name="Tingkat 3: Lebih dari 30 orang").check()
    expect(page.get_by_label("Berapa orang?").first).to_have_value("")
    expect(page.locator("#standing")).to_contain_text("18 dari 111 poin")


def test_nothing_is_lost_while_the_line_is_cut(page_of, operator, sheet, address):
    page = page_of(operator, width=360)
    page.goto(address)
    lose_what_is_sent(page, "**/iid/**")

    page.get_by_role("radio", name="Tingkat 3: Peraturan Daerah").check()
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.unroute("**/iid/**")
    page.reload()
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    expect(page.locator("#standing")).to_contain_text("9 dari 111 poin")
    expect(page.locator("#unsent")).to_be_hidden()
    assert stored() == [(16, 3, None)]


def test_a_number_typed_before_the_page_was_complete_is_saved(page_of, open_on_a_slow_line, operator, address):
    page = page_of(operator, width=360)
    arrive = open_on_a_slow_line(page, address)

    page.get_by_label("Berapa orang?").first.fill("12")
    arrive()

    expect(page.get_by_role("radio", name="Tingkat 2: 11–30 orang")).to_be_checked()
    expect(page.locator("#standing")).to_contain_text("4 dari 111 poin")
    assert stored() == [(17, 2, 12)]


def test_without_javascript_the_buttons_do(page_of, operator, sheet, address):
    page = page_of(operator, java_script_enabled=False)
    page.goto(address)

    page.get_by_role("button", name="Pakai usul ini Regulasi Inovasi Daerah").click()
    page.get_by_label("Berapa orang?").first.fill("40")
    page.get_by_role("button", name="Simpan", exact=True).last.click()

    expect(page.locator("#standing")).to_contain_text("9 dari 111 poin")
    assert stored() == [(16, 1, None), (17, 3, 40)]
