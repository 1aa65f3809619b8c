"""The page of an innovation in a real browser: all it can hold, without JavaScript, on paper, and once it is gone."""

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from home.services.publishing import publish_innovation, withdraw_innovation
from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from submissions.enums import CataloguePolicy, Lineage
from submissions.models import Innovation
from submissions.services.evidence import add_file
from tests.browser.test_evidence import photo
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.home import published_past_innovation
from tests.factories.judging import VerifiedSubmissionFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, MembershipFactory, SubmissionFactory

LONG = "Kerahasiaan" * 30


def piece(evidence, *, words=""):
    names = ("id", "kind", "title", "url", "original_name", "content_type", "size", "sha256")
    facts = {name: getattr(evidence, name) for name in names}
    return facts | {"section": "", "file": evidence.file.name, "is_public": True, "alternative_text": words}


@pytest.fixture
def rich_page(db, private_files):
    """A page with all parts, one of them with a word that is longer than a telephone is wide."""
    set_up_site()
    person = MembershipFactory()
    draft = SubmissionFactory(innovation__agency=person.agency)
    picture = add_file(draft.pk, actor=person.user, upload=photo(), title="Foto loket")
    report = add_file(draft.pk, actor=person.user, upload=SimpleUploadedFile("laporan.pdf", PDF), title="Laporan")
    rows = [
        {"indicator": "Waktu tunggu", "unit": "menit", "before": "128", "after": "22"},
        {"indicator": "Penerima layanan", "unit": "orang", "before": "1200", "after": "45000"},
    ]
    sections = [
        {"code": "latar-belakang", "kind": "text", "text": LONG, "value": None},
        {"code": "angka", "kind": "figures", "text": "x", "value": rows},
    ]
    video = {
        **piece(report),
        "id": 0,
        "kind": "link",
        "url": "https://youtu.be/abc",
        "title": "Video alur",
        "file": "",
    }
    submission = VerifiedSubmissionFactory(
        edition=EditionFactory(sections=[], catalogue_policy=CataloguePolicy.AFTER_VERIFICATION),
        version__title="Antrean dari Rumah",
        version__sections=sections,
        version__evidence=[piece(picture, words="Loket baru"), piece(report), video],
    )
    page = publish_innovation(submission.innovation_id)
    page.figures = [("figure", {"label": "Aduan sebulan", "before": "38", "after": "5", "unit": "aduan"})]
    page.figures_source = "Catatan pengaduan."
    page.legal_basis = "Keputusan Direktur 12 Tahun 2024"
    page.save()
    for title in ("Penerus Satu", "Penerus Dua"):
        child = published_past_innovation(title=title)
        Innovation.objects.filter(pk=child.innovation_id).update(source=page.innovation, lineage=Lineage.REPLICATION)
    return page


def test_page_is_accessible_with_everything_it_can_hold_and_once_it_is_gone(
    page_of, assert_accessible_everywhere, rich_page
):
    page = page_of()
    page.goto(rich_page.url)
    page.get_by_text("Lihat angka dalam tabel").first.click()

    assert_accessible_everywhere(page, rich_page.url)
    withdraw_innovation(rich_page.innovation_id)
    assert_accessible_everywhere(page, rich_page.url)


def test_page_loads_nothing_from_elsewhere_and_its_figures_open_without_javascript(page_of, live_server, rich_page):
    page = page_of(width=360, java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(rich_page.short_path)

    page.get_by_text("Lihat angka dalam tabel").first.click()

    expect(page.get_by_role("cell", name="38", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Video alur")).to_have_attribute("href", "https://youtu.be/abc")
    assert [url for url in asked if not url.startswith(live_server.url)] == []


def without_spaces(text: str) -> str:
    """Where letters stand close, a reader takes a gap between two words for none, or one inside a word for a space."""
    return "".join(text.split())


def test_paper_carries_the_address_and_leaves_out_what_is_for_the_screen(page_of, rich_page, tmp_path):
    page = page_of()
    page.goto(rich_page.url)
    page.pdf(path=tmp_path / "halaman.pdf", prefer_css_page_size=True)

    with pypdfium2.PdfDocument(tmp_path / "halaman.pdf") as document:
        text = without_spaces("".join(sheet.get_textpage().get_text_bounded() for sheet in document))
        size = [round(points) for points in document[0].get_size()]
    assert size == [595, 842]
    for printed in ("Antrean dari Rumah", rich_page.lasting_address, "Waktu tunggu", "Keputusan Direktur 12"):
        assert without_spaces(printed) in text
    for left_out in ("Masuk", "Lihat angka dalam tabel", "BibTeX"):
        assert without_spaces(left_out) not in text


def test_agency_says_who_may_see_its_evidence(page_of, assert_accessible_everywhere, private_files):
    person = MembershipFactory()
    draft = SubmissionFactory(innovation=InnovationFactory(agency=person.agency))
    section = draft.edition.sections.first()
    add_file(draft.pk, actor=person.user, upload=photo(), title="Foto loket", section_id=section.pk)
    page = page_of(person.user)
    page.goto(reverse("submissions:section-edit", args=[draft.pk, section.pk]))
    page.get_by_role("link", name="Ubah siapa yang boleh melihat bukti ini: Foto loket").click()
    page.get_by_label("Tampilkan kepada publik").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tuliskan apa yang tampak pada gambar.", exact=True)).to_be_visible()
    assert_accessible_everywhere(page, page.url)

    page.get_by_label("Tampilkan kepada publik").check()
    page.get_by_label("Isi gambar").fill("Loket baru")
    page.get_by_role("button", name="Simpan").click()

    expect(page.get_by_text("Ditampilkan kepada publik")).to_be_visible()


def test_editors_read_where_facts_come_from(page_of, rich_page):
    page = page_of(UserFactory(roles=[Role.EDITORIAL]))

    page.goto(reverse("wagtailadmin_pages:edit", args=[rich_page.pk]))

    expect(page.get_by_role("heading", name="Asal setiap keterangan")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Versi beku nomor 1")).to_be_visible()
    expect(page.get_by_role("row", name="Judul Antrean dari Rumah")).to_be_visible()
