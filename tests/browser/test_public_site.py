"""The public pages in a real browser: accessible on phone and desk, in both themes, usable without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from home.models import HomePage, HomePageFeature
from home.services.site import set_up_site
from submissions.enums import LifeState
from submissions.models import Agency
from tests.factories.home import published_past_innovation, published_submission
from tests.factories.judging import AwardLevelFactory, RoundFactory
from tests.factories.submissions import AgencyFactory, EditionFactory, ObligationFactory, RegionFactory


@pytest.fixture
def innovation_page():
    """A portal with a little of everything; returns the page of its richest innovation."""
    set_up_site()
    edition = EditionFactory(year=2099)
    ObligationFactory.create_batch(3, edition=edition)
    RoundFactory(edition=edition)
    AwardLevelFactory(edition=edition)
    banyumas = AgencyFactory(region=RegionFactory(code="33.02", name="Kabupaten Banyumas"), name="RSUD Banyumas")
    page = published_submission(version__title="Antrean dari Rumah", version__summary="Nomor diambil lewat telepon.")
    page.figures = [("figure", {"label": "Waktu tunggu", "before": "142", "after": "48", "unit": "menit"})]
    page.figures_source = "Catatan pendaftaran."
    page.body = [("heading", "Ceritanya"), ("paragraph", "<p>Dahulu pasien datang sebelum subuh.</p>")]
    page.save()
    past = published_past_innovation(title="Apem Asi", agency=banyumas, life_state=LifeState.GROWING)
    for feature in (page, past):
        HomePageFeature.objects.create(page=HomePage.objects.get(), innovation_page=feature)
    return page


def test_public_pages_are_accessible(page_of, assert_accessible_everywhere, innovation_page):
    banyumas = Agency.objects.get(name="RSUD Banyumas")

    assert_accessible_everywhere(
        page_of(),
        "/",
        "/inovasi/?keadaan=growing",
        "/inovasi/?q=tidakada",
        "/inovasi/?q=antraen&tampilan=tabel",
        innovation_page.entry.url,
        "/kompetisi/",
        "/pemenang/",
        "/perangkat-daerah/",
        f"/perangkat-daerah/{banyumas.code}/",
        "/statistik/",
        "/kabar/",
        "/agenda/",
        "/pedoman/",
        "/pertanyaan/",
        "/tentang/",
        "/tidak-ada/",
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_searches_narrows_and_opens_an_innovation(page_of, innovation_page, javascript):
    page = page_of(java_script_enabled=javascript)
    page.goto("/")

    page.get_by_label("Cari inovasi").fill("apem")
    page.get_by_role("button", name="Cari").click()
    page.get_by_label("Kesehatan").check()
    page.get_by_role("button", name="Terapkan saringan").click()
    expect(page).to_have_url("/inovasi/?q=apem&bidang=kesehatan")
    page.get_by_role("link", name="Apem Asi").click()

    expect(page).to_have_url("/inovasi/apem-asi/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Apem Asi")


def test_a_chip_takes_its_filter_back(page_of, innovation_page):
    page = page_of(width=360)
    page.goto("/inovasi/?keadaan=growing&bidang=kesehatan")
    expect(page.get_by_role("article")).to_have_count(1)

    page.get_by_role("link", name="Hapus saringan Berkembang").click()

    expect(page.get_by_role("article")).to_have_count(2)
    expect(page).to_have_url("/inovasi/?bidang=kesehatan")


def test_the_map_is_used_by_keyboard_and_stands_beside_the_same_numbers(page_of, innovation_page):
    page = page_of()
    page.goto("/inovasi/?q=apem")
    page.get_by_text("Angka yang sama sebagai daftar").click()
    expect(page.get_by_role("row", name="Kabupaten Banyumas BMS 1")).to_be_visible()

    page.get_by_role("link", name="Kabupaten Banyumas: 1").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/inovasi/\?q=apem&daerah=\d+$"))
    expect(page.get_by_role("link", name="Hapus saringan Kabupaten Banyumas")).to_be_visible()
