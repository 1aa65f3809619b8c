"""Evidence in a real browser: what is chosen is looked at before it is sent."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from submissions.enums import MembershipRole, SectionKind
from submissions.models import Evidence
from submissions.services.drafts import save_answer
from submissions.services.evidence import add_file
from submissions.services.submissions import change_status
from tests.factories.files import PDF, large_pdf
from tests.factories.submissions import (
    AgencyFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    SectionFactory,
)


@pytest.fixture
def approver(db):
    agency = AgencyFactory(name="RSUD Prof. Dr. Margono Soekarjo")
    return MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user


@pytest.fixture
def draft(approver):
    agency = approver.memberships.get().agency
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency, title="Kasa Berbuntut"))


@pytest.fixture
def section_address(draft):
    return reverse("submissions:section-edit", args=[draft.pk, draft.edition.sections.first().pk])


def photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((640, 480)).save(content, "JPEG")
    return SimpleUploadedFile("foto.jpg", content.getvalue())


def expect_pieces(page, count):
    """Wait until so many pieces of evidence stand there, and for what the page asks for once it has been opened."""
    expect(page.locator(".so-file")).to_have_count(count)
    page.wait_for_load_state("networkidle")


def chosen(name="laporan.pdf", content=PDF, kind="application/pdf") -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


def test_section_with_evidence_and_its_version_are_accessible(
    page_of, assert_accessible_everywhere, approver, draft, section_address
):
    for upload in (photo(), SimpleUploadedFile("laporan.pdf", PDF)):
        add_file(draft.pk, actor=approver, upload=upload, section_id=draft.edition.sections.first().pk)
    page = page_of(approver)
    assert_accessible_everywhere(page, section_address)

    change_status(draft.pk, "submit", actor=approver)

    assert_accessible_everywhere(page, reverse("submissions:version-detail", args=[draft.pk, 1]))


def test_long_link_stays_within_the_page_of_a_version(page_of, assert_accessible, approver, draft):
    section = SectionFactory(edition=draft.edition, kind=SectionKind.LINKS, word_limit=None)
    link = "https://example.id/" + "laporan-pelaksanaan-" * 8
    save_answer(draft.pk, section.pk, actor=approver, revision=0, value=[link])
    change_status(draft.pk, "submit", actor=approver)
    page = page_of(approver, width=360)

    page.goto(reverse("submissions:version-detail", args=[draft.pk, 1]))
    expect(page.get_by_text(link)).to_be_visible()
    assert_accessible(page)


def test_what_cannot_be_taken_is_left_out_before_it_is_sent(page_of, approver, section_address):
    page = page_of(approver)
    page.goto(section_address)

    page.get_by_label("Lampirkan berkas").set_input_files(
        [
            chosen("laporan.pdf"),
            chosen("besar.pdf", PDF.ljust(settings.EVIDENCE_MAX_BYTES + 1)),
            chosen("program.exe"),
            chosen("kosong.pdf", b""),
        ]
    )

    refusals = page.locator("#upload-refusals p")
    expect(refusals).to_have_count(3)
    assert [text.split(":")[0] for text in refusals.all_inner_texts()] == ["besar.pdf", "program.exe", "kosong.pdf"]
    page.get_by_role("button", name="Simpan dan lampirkan").click()
    expect_pieces(page, 1)
    assert [one.title for one in Evidence.objects.all()] == ["laporan.pdf"]


def test_focus_stays_with_the_evidence(page_of, approver, section_address):
    page = page_of(approver, width=360)
    page.goto(section_address)
    evidence = page.locator("#evidence")

    page.get_by_label("Lampirkan berkas").set_input_files([chosen("laporan.pdf")])
    page.get_by_role("button", name="Simpan dan lampirkan").click()
    expect_pieces(page, 1)
    expect(evidence).to_be_focused()
    expect(page.get_by_role("heading", name="Bukti dukung")).to_be_in_viewport()

    page.get_by_role("button", name="Hapus laporan.pdf").click()
    expect_pieces(page, 0)
    expect(evidence).to_be_focused()


def test_enter_in_a_field_saves_and_removes_nothing(page_of, approver, draft, section_address):
    section = draft.edition.sections.first()
    add_file(draft.pk, actor=approver, upload=SimpleUploadedFile("laporan.pdf", PDF), section_id=section.pk)
    page = page_of(approver)
    page.goto(section_address)

    page.get_by_label("Atau cantumkan tautan").fill("https://example.id/video")
    page.get_by_label("Atau cantumkan tautan").press("Enter")

    expect_pieces(page, 2)
    assert Evidence.objects.filter(removed_at=None).count() == 2


LARGE = large_pdf(1_400_000)


class Line:
    """The pieces on their way: breaks before the pieces of these numbers, and remembers where each began.

    From the piece `ends_at` on nothing comes through any more.
    """

    def __init__(self, page, *, breaks_at=(), ends_at=None):
        self.offsets, self.asked, self.breaks_at, self.ends_at = [], 0, set(breaks_at), ends_at
        page.route("**/unggahan/*/", self.carry)

    def carry(self, route):
        if len(self.offsets) == self.ends_at:
            return route.abort("connectionreset")
        if route.request.method == "GET":
            self.asked += 1
            return route.continue_()
        body = route.request.post_data_buffer
        self.offsets.append(int(body.split(b'name="offset"\r\n\r\n')[1].split(b"\r\n")[0]))
        if len(self.offsets) in self.breaks_at:
            return route.abort("connectionreset")
        return route.continue_()


def test_large_file_goes_on_after_the_connection_broke_in_the_middle(page_of, approver, draft, section_address):
    page = page_of(approver)
    page.goto(section_address)
    line = Line(page, breaks_at=[3, 4])

    page.get_by_label("Lampirkan berkas").set_input_files(chosen("laporan.pdf", LARGE))
    page.get_by_label("Apa yang ditunjukkannya?").fill("Waktu tunggu")
    page.get_by_role("button", name="Simpan dan lampirkan").click()

    expect(page.locator("#upload-progress [role=status]")).to_contain_text("Koneksi terputus")
    expect_pieces(page, 1)
    evidence = Evidence.objects.get()
    piece = 256 * 1024
    assert (evidence.title, evidence.size, evidence.section) == (
        "Waktu tunggu",
        len(LARGE),
        draft.edition.sections.first(),
    )
    with evidence.file.open() as stored:
        assert stored.read() == LARGE
    assert line.offsets == [0, piece, 2 * piece, 2 * piece, 2 * piece, 3 * piece, 4 * piece, 5 * piece]
    assert line.asked == 2


def test_piece_whose_answer_was_lost_is_not_sent_twice(page_of, approver, section_address):
    page = page_of(approver)
    page.goto(section_address)
    lost = []

    def lose_the_first_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/unggahan/*/", lose_the_first_answer)
    page.get_by_label("Lampirkan berkas").set_input_files(chosen("laporan.pdf", LARGE))
    page.get_by_role("button", name="Simpan dan lampirkan").click()

    expect_pieces(page, 1)
    assert len(lost) == 1
    assert Evidence.objects.get().size == len(LARGE)


def test_file_goes_on_where_it_stopped_after_the_page_was_left(page_of, approver, section_address, tmp_path):
    path = tmp_path / "laporan.pdf"
    path.write_bytes(LARGE)
    page = page_of(approver)
    page.goto(section_address)
    first = Line(page, ends_at=3)
    page.get_by_label("Lampirkan berkas").set_input_files(path)
    page.get_by_role("button", name="Simpan dan lampirkan").click()
    expect(page.locator("#upload-progress [role=status]")).to_contain_text("Koneksi terputus")
    page.close()

    page = page_of(approver)
    page.goto(section_address)
    second = Line(page)
    page.get_by_label("Lampirkan berkas").set_input_files(path)
    page.get_by_role("button", name="Simpan dan lampirkan").click()

    expect_pieces(page, 1)
    assert first.offsets == [0, 256 * 1024, 512 * 1024]
    assert second.offsets[0] == 768 * 1024
    assert Evidence.objects.get().size == len(LARGE)


def test_refused_file_is_named_and_the_good_one_shows_at_once(page_of, approver, section_address):
    page = page_of(approver)
    page.goto(section_address)

    program = chosen("laporan.pdf", b"MZ" + b"0" * 300_000)
    page.get_by_label("Lampirkan berkas").set_input_files([program, chosen("baik.pdf", PDF)])
    page.get_by_label("Jawaban Anda").fill("Belum hilang.")
    page.get_by_role("button", name="Simpan dan lampirkan").click()

    expect(page.locator("#upload-refusals p")).to_have_count(1)
    expect(page.locator("#upload-refusals p")).to_contain_text("laporan.pdf: Isi berkas ini bukan PDF")
    expect_pieces(page, 1)
    expect(page.get_by_label("Jawaban Anda")).to_have_value("Belum hilang.")
    assert [one.title for one in Evidence.objects.all()] == ["baik.pdf"]


def test_ended_session_is_said_and_the_file_stays_chosen(page_of, approver, section_address):
    page = page_of(approver)
    page.goto(section_address)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.get_by_label("Lampirkan berkas").set_input_files(chosen())
    page.get_by_role("button", name="Simpan dan lampirkan").click()

    expect(page.locator("#upload-refusals p")).to_contain_text("laporan.pdf: Anda sudah keluar")
    assert page.evaluate("document.getElementById('id_upload').files.length") == 1


def test_without_javascript_several_files_go_with_the_form(page_of, approver, section_address):
    page = page_of(approver, java_script_enabled=False)
    page.goto(section_address)

    page.get_by_label("Lampirkan berkas").set_input_files([chosen("a.pdf"), chosen("b.pdf", PDF + b"\n")])
    page.get_by_role("button", name="Simpan dan lampirkan").click()

    expect_pieces(page, 2)
    assert [one.title for one in Evidence.objects.all()] == ["a.pdf", "b.pdf"]
