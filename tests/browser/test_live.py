"""The monitoring on a phone, while it is open, on the big screen and for a head of agency."""

import re

import pytest
from playwright.sync_api import expect

from submissions.enums import BoardOpenness, MembershipRole, SubmissionStatus
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    MembershipFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

MINUTE = 61_000


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


@pytest.fixture
def agencies(edition):
    agencies = [AgencyFactory(name=f"Dinas {name}") for name in ("Kesehatan", "Pendidikan", "Sosial")]
    for agency in agencies:
        ObligationFactory(edition=edition, agency=agency)
    return agencies


def hand_in(edition, agency):
    submission = SubmissionFactory(edition=edition, innovation__agency=agency)
    put_into(submission, SubmissionStatus.SUBMITTED, at=submission.created_at)


def open_with_clock(page, address):
    page.clock.install()
    page.goto(address)


def test_main_figures_stand_in_the_first_screen_of_a_phone_and_lead_to_their_rows(page_of, leader, edition, agencies):
    hand_in(edition, agencies[0])
    page = page_of(leader, width=360)
    page.set_viewport_size({"width": 360, "height": 720})

    page.goto("/pantau/")

    for tile in page.locator(".so-tile dd").all():
        expect(tile).to_be_in_viewport()
    links = page.locator(".so-tiles a[href*='/opd/?'], .so-cloth-key a")
    addresses = [link.get_attribute("href") for link in links.all()]
    texts = [int(re.search(r"\d+", link.inner_text())[0]) for link in links.all()]
    assert len(addresses) >= 9
    for address, figure in zip(addresses, texts, strict=True):
        page.goto(address)
        expect(page.locator("#papan tbody tr")).to_have_count(figure)


def test_open_page_shows_what_comes_in_and_keeps_focus_and_filter(page_of, leader, edition, agencies):
    page = page_of(leader)
    open_with_clock(page, "/pantau/2026/opd/?state=nothing")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 perangkat daerah pada 2026")
    page.get_by_label("Nama perangkat daerah").fill("belum dikirim")
    page.get_by_role("link", name="Dinas Sosial").focus()

    hand_in(edition, agencies[0])
    page.clock.run_for(MINUTE)

    expect(page.get_by_role("heading", level=1)).to_have_text("2 perangkat daerah pada 2026")
    expect(page.locator("[data-live-summary]")).to_have_text("2 perangkat daerah pada 2026")
    expect(page.get_by_role("link", name="Dinas Sosial")).to_be_focused()
    expect(page.get_by_label("Nama perangkat daerah")).to_have_value("belum dikirim")
    expect(page.get_by_role("link", name="Dinas Kesehatan")).to_have_count(0)


def test_page_says_that_the_line_is_cut_and_goes_on_when_it_is_back(page_of, leader, edition, agencies):
    page = page_of(leader)
    open_with_clock(page, "/pantau/2026/")
    told = page.get_by_text("Sambungan terputus")
    expect(told).to_be_hidden()

    page.route("**/pantau/2026/", lambda route: route.abort())
    page.clock.run_for(MINUTE)
    expect(told).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 OPD belum mengajukan")

    page.unroute("**/pantau/2026/")
    hand_in(edition, agencies[0])
    page.clock.run_for(2 * MINUTE)
    expect(told).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 OPD belum mengajukan")


def test_nothing_is_asked_while_the_page_is_hidden(page_of, leader, edition, agencies):
    page = page_of(leader)
    open_with_clock(page, "/pantau/2026/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    hide = "(is) => { Object.defineProperty(document, 'hidden', {configurable: true, get: () => is}); }"

    page.evaluate(hide, True)
    hand_in(edition, agencies[0])
    page.clock.run_for(5 * MINUTE)
    assert asked == []

    page.evaluate(hide, False)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 OPD belum mengajukan")


def test_who_is_signed_out_is_told_and_sees_nothing_new(page_of, leader, edition, agencies):
    page = page_of(leader)
    open_with_clock(page, "/pantau/2026/")

    page.context.clear_cookies()
    page.clock.run_for(MINUTE)

    expect(page.get_by_text("Sambungan terputus")).to_be_visible()


def test_big_screen_fills_a_television_and_refreshes_itself(
    page_of, assert_accessible_everywhere, leader, edition, agencies
):
    page = page_of(leader, width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_with_clock(page, "/pantau/2026/layar/")
    assert page.evaluate("document.documentElement.scrollHeight") == 1080
    assert page.locator("main a:visible").count() == 1  # the link that refreshes

    hand_in(edition, agencies[0])
    page.clock.run_for(MINUTE)
    expect(page.locator("#angka dd").first).to_have_text("1/3")

    assert_accessible_everywhere(page_of(leader), "/pantau/2026/layar/")


def test_pages_of_the_monitoring_are_accessible(page_of, assert_accessible_everywhere, leader, edition, agencies):
    hand_in(edition, agencies[0])

    addresses = ("/pantau/2026/corong/", "/pantau/2026/corong/dibuat/", "/pantau/2026/grafik/")
    assert_accessible_everywhere(page_of(leader), *addresses)


def test_head_of_agency_finds_the_own_agency_and_the_open_board(
    page_of, assert_accessible_everywhere, edition, agencies
):
    edition.board_openness = BoardOpenness.PUBLIC
    edition.save()
    head = MembershipFactory(agency=agencies[1], role=MembershipRole.APPROVER).user
    hand_in(edition, agencies[0])
    page = page_of(head, width=360)

    page.goto("/pantau/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dinas Pendidikan")
    expect(page.get_by_text("Perangkat daerah Anda belum memenuhi kewajiban.")).to_be_visible()
    page.get_by_role("link", name="Perangkat daerah", exact=True).click()
    expect(page.locator("#papan tbody tr")).to_have_count(3)

    own = f"/pantau/2026/opd/{agencies[1].pk}/"
    assert_accessible_everywhere(page_of(head), own, "/pantau/2026/opd/", f"/pantau/2026/opd/{agencies[0].pk}/")
