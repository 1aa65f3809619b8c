"""The secretariat frees an agency from its duty, and takes an awarded innovation from candidate to national result."""

import zipfile

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from home.services.site import set_up_site
from submissions.models import NationalText
from submissions.services.national_texts import save_text
from tests.browser.conftest import DESK, NIGHT_PHONE, lose_what_is_sent
from tests.factories.files import PDF
from tests.factories.home import awarded_page
from tests.factories.national import SOURCE, NationalCompetitionFactory, NationalSectionFactory, proposal_in
from tests.factories.submissions import AgencyFactory, EditionFactory, ObligationFactory

LETTER = {
    "name": "surat.pdf",
    "mimeType": "application/pdf",
    "buffer": PDF,
}
LOOKS = (DESK, NIGHT_PHONE)


@pytest.fixture
def look(assert_accessible):
    """Return a function that checks the page as it stands on a desk and, dark, on a phone at night."""

    def check(page):
        for width, scheme in (*LOOKS[::-1], DESK):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)

    return check


@pytest.fixture
def competition(db):
    """A KIPP with a section that the submission fills and one that it does not."""
    competition = NationalCompetitionFactory(year=2031)
    NationalSectionFactory(competition=competition, title="Dampak", filled_from="", sort_order=2)
    return competition


def test_agency_is_exempt_by_letter_and_stands_so_on_the_board(page_of, look, secretary, db):
    duty = ObligationFactory(edition=EditionFactory(year=2026), agency=AgencyFactory(name="Dinas Kearsipan"))
    page = page_of(secretary)

    page.goto(reverse("obligations:index"))
    row = page.locator("tr", has_text=duty.agency.name)
    row.get_by_role("button").click()
    page.get_by_role("link", name="Kecualikan OPD").click()
    look(page)
    page.get_by_label("Alasan").fill("Digabung ke Dinas Perpustakaan.")
    page.get_by_label("Dokumen").set_input_files(LETTER)
    page.get_by_role("button", name="Kecualikan OPD").click()
    expect(page.get_by_role("link", name="surat.pdf")).to_be_visible()

    page.goto("/pantau/2026/opd/?state=exempt")

    expect(page.locator("#papan tbody tr")).to_have_count(1)
    expect(page.locator("#papan tbody tr")).to_contain_text("Dikecualikan")
    look(page)
    page.get_by_role("link", name="Dinas Kearsipan").click()
    expect(page.get_by_text("Digabung ke Dinas Perpustakaan.").first).to_be_visible()
    expect(page.get_by_role("link", name="surat.pdf").first).to_be_visible()
    look(page)


def test_awarded_innovation_goes_from_candidate_to_its_public_page(page_of, look, secretary, competition):
    set_up_site()
    public = awarded_page(innovation__title="Antrean dari Rumah")
    page = page_of(secretary)

    page.goto(reverse("national_competitions:candidates", args=[competition.pk]))
    expect(page.locator(".national-award")).to_contain_text("Terbaik I")
    look(page)
    page.get_by_label("Antrean dari Rumah").check()
    page.get_by_role("button", name="Jadikan calon").click()

    page.goto(reverse("national:index"))
    page.get_by_role("link", name="Antrean dari Rumah").click()
    page.get_by_label("Dampak").fill("Waktu tunggu turun.")
    expect(page.locator("#missing")).to_have_text("")
    look(page)

    take(page, "Nyatakan siap")
    with page.expect_download() as download:
        page.get_by_role("link", name="Semuanya dengan bukti dukung (ZIP)").click()
    assert len(zipfile.ZipFile(download.value.path()).namelist()) >= 1
    look(page)
    take(page, "Catat sebagai terkirim", number="SINOVIK-7")
    take(page, "Catat tingkat penghargaan", level="Top 45")
    look(page)

    visitor = page_of(width=360)
    visitor.goto(public.url)
    expect(visitor.get_by_role("link", name="KIPP nasional - Top 45")).to_have_attribute("href", SOURCE)


def take(page, step, *, number="", level=""):
    """Press the button of a step and say what it asks for."""
    page.get_by_role("link", name=step, exact=True).click()
    if number:
        page.get_by_label("Nomor registrasi").fill(number)
    if level:
        page.get_by_label("Jenjang").select_option(level)
        page.get_by_label("Halaman pengumuman").fill(SOURCE)
    page.get_by_role("button", name=step, exact=True).click()


def test_texts_save_themselves_and_two_people_do_not_undo_each_other(page_of, secretary, competition):
    proposal = proposal_in("candidate", actor=secretary, competition=competition)
    first = competition.sections.first()
    page = page_of(secretary)
    page.goto(reverse("national:work", args=[proposal.pk]))
    save_text(proposal.pk, first.pk, actor=secretary, revision=0, text="Dari rekan")

    page.get_by_label("Dampak").fill("Satu\nDua")
    expect(page.locator("#save-state")).to_contain_text("Tersimpan")
    page.get_by_label("Dampak").fill("Satu\nDua\nTiga")
    expect(page.locator("#id_revision")).to_have_value("3")
    assert texts_of(proposal) == ["Dari rekan", "Satu\nDua\nTiga"]

    page.get_by_label(first.title).fill("Dari saya")
    expect(page.locator("#save-state")).to_contain_text("diubah orang lain")
    assert texts_of(proposal) == ["Dari rekan", "Satu\nDua\nTiga"]
    page.get_by_role("button", name="Simpan semua isian").click()
    expect(page.get_by_role("alert")).to_contain_text("diubah orang lain")
    expect(page.get_by_label(first.title)).to_have_value("Dari saya")
    page.get_by_role("button", name="Simpan semua isian").click()
    expect(page.get_by_text("Semua isian sudah disimpan.")).to_be_visible()
    assert texts_of(proposal) == ["Dari saya", "Satu\nDua\nTiga"]


def test_text_survives_a_lost_connection_and_is_offered_back(page_of, look, secretary, competition):
    proposal = proposal_in("candidate", actor=secretary, competition=competition)
    page = page_of(secretary)
    page.goto(reverse("national:work", args=[proposal.pk]))
    lose_what_is_sent(page, "**/nasional/**")

    page.get_by_label("Dampak").fill("Ditulis saat koneksi putus.")
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.unroute("**/nasional/**")
    page.reload()
    look(page)
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    expect(page.get_by_label("Dampak")).to_have_value("Ditulis saat koneksi putus.")
    expect(page.locator("#save-state")).to_contain_text("Tersimpan")
    assert texts_of(proposal) == ["Ditulis saat koneksi putus."]


def test_text_begun_before_the_page_was_complete_is_saved(page_of, open_on_a_slow_line, secretary, competition):
    proposal = proposal_in("candidate", actor=secretary, competition=competition)
    page = page_of(secretary)
    arrive = open_on_a_slow_line(page, reverse("national:work", args=[proposal.pk]))

    page.get_by_label("Dampak").fill("Ditulis lebih dulu.")
    arrive()

    expect(page.locator("#save-state")).to_contain_text("Tersimpan")
    assert texts_of(proposal) == ["Ditulis lebih dulu."]


def test_form_is_saved_by_its_button_without_javascript(page_of, secretary, competition):
    proposal = proposal_in("candidate", actor=secretary, competition=competition)
    page = page_of(secretary, java_script_enabled=False)
    page.goto(reverse("national:work", args=[proposal.pk]))

    page.get_by_label("Dampak").fill("Tanpa skrip")
    page.get_by_role("button", name="Simpan semua isian").click()

    assert texts_of(proposal) == ["Tanpa skrip"]


def texts_of(proposal):
    return list(NationalText.objects.filter(proposal=proposal).values_list("text", flat=True))
