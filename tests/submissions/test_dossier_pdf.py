"""The dossier is read back: what stands in it, and what it says about itself."""

import os
import subprocess
import sys
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from submissions.dossiers import print_dossier
from submissions.models import Answer, SubmissionVersion
from submissions.selectors.entries import named_pieces
from submissions.services.drafts import replace_innovators, save_answer
from submissions.services.evidence import add_file
from submissions.services.submissions import change_status
from tests.factories.certificates import certificate_payload
from tests.factories.files import PDF
from tests.factories.submissions import (
    InnovationFactory,
    LinkFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    SectionFactory,
)


@pytest.fixture
def draft(agency, operator):
    draft = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency, title="Kasa <b>Berbuntut</b>"))
    section = draft.edition.sections.get(code="signifikansi")
    add_file(draft.pk, actor=operator, upload=SimpleUploadedFile("laporan.pdf", PDF), title="Laporan antrean")
    LinkFactory(submission=draft, section=section, title="Video antrean")
    replace_innovators(draft.pk, actor=operator, innovators=[{"name": "Retno Wulandari", "role": "Ketua"}])
    return draft


@pytest.fixture
def version(draft, approver):
    change_status(draft.pk, "submit", actor=approver)
    return SubmissionVersion.objects.get()


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "-").split()) for page in document]


def test_title_page_says_what_was_submitted_when_and_by_whom(version, approver):
    cover, *others = pages_of(print_dossier(version))

    payload, submission = version.payload, version.submission
    for expected in (
        "Kasa <b>Berbuntut</b>",
        payload["agency"]["name"],
        payload["edition"]["name"],
        submission.registration_number,
        approver.name,
        "WIB",
    ):
        assert expected in cover
    assert version.sha256 in cover.replace(" ", "")  # a line may end between its groups
    heads = [f"{submission.registration_number}, versi 1 Dosir usulan inovasi" in page for page in others]
    assert heads == [True] * len(others)
    assert [f"Halaman {n} dari {len(others) + 1}" in page for n, page in enumerate(others, 2)] == [True] * len(others)


def test_figures_stand_in_a_table_and_only_texts_count_words(draft, operator, approver):
    section = SectionFactory(edition=draft.edition, kind="figures", word_limit=None, title="Dampak", sort_order=9)
    row = {"indicator": "Waktu tunggu", "unit": "menit", "before": "1280.5", "after": "22"}
    save_answer(draft.pk, section.pk, actor=operator, revision=0, value=[row])
    change_status(draft.pk, "submit", actor=approver)

    text = " ".join(pages_of(print_dossier(SubmissionVersion.objects.get())))

    table = "3. Dampak Apa yang diukur Sebelum Sesudah Satuan Waktu tunggu 1.280,5 22 menit"
    assert table in text
    assert "None" not in text


def test_files_and_pasted_tables_are_told_from_what_is_empty(draft, operator, approver):
    for order, code in enumerate(("dokumen", "lampiran"), 8):
        asked = {"kind": "files", "word_limit": None, "is_required": False, "sort_order": order}
        SectionFactory(edition=draft.edition, code=code, title=code.capitalize(), **asked)
    LinkFactory(submission=draft, section=draft.edition.sections.get(code="dokumen"), title="SK Direktur")
    first = draft.edition.sections.first()
    save_answer(draft.pk, first.pk, actor=operator, revision=1, text="Pasien\t6%\t64%")
    change_status(draft.pk, "submit", actor=approver)

    version = SubmissionVersion.objects.get()
    number = next(one["number"] for one in named_pieces(version.payload) if one["title"] == "SK Direktur")
    text = " ".join(pages_of(print_dossier(version)))

    assert f"3. Dokumen Lihat bukti dukung nomor {number}. 4. Lampiran Tidak diisi." in text
    assert "Pasien | 6% | 64%" in text


def test_pages_hold_facts_sections_evidence_innovators_and_declarations(version, approver):
    text = " ".join(pages_of(print_dossier(version)))

    file = version.payload["evidence"][0]
    expected = [
        "Data inovasi",
        "1. Ringkasan 7 dari paling banyak 200 kata Antrean turun dari 90 menjadi 20 menit.",
        "2. Signifikansi 7 dari paling banyak 200 kata Antrean turun dari 90 menjadi 20 menit.",
        "1 Video antrean Signifikansi https://example.id/video Tautan",
        "2 Laporan antrean Bukti umum laporan.pdf",
        "Retno Wulandari, Ketua",
        "Data dalam usulan ini benar. Disetujui oleh",
    ]
    places = [text.find(part) for part in expected]
    assert -1 not in places
    assert places == sorted(places)
    assert file["sha256"] in text.replace(" ", "")


def test_dossier_shows_the_frozen_version_and_not_the_draft(version, draft):
    Answer.objects.update(text="Kalimat yang ditulis sesudahnya.")
    draft.innovation.title = "Judul lain"
    draft.innovation.save()

    text = " ".join(pages_of(print_dossier(version)))

    assert "Antrean turun dari 90" in text
    assert "sesudahnya." not in text.replace("Perubahan sesudahnya", "")
    assert "Judul lain" not in text


def test_pdf_says_what_it_is(version):
    with pikepdf.open(BytesIO(print_dossier(version))) as pdf:
        metadata = pdf.open_metadata()

        assert pdf.check_pdf_syntax() == []
        assert metadata.pdfa_status == "2A"
        number = version.submission.registration_number
        assert metadata["dc:title"] == f"Dosir {number} versi 1: Kasa <b>Berbuntut</b>"
        assert metadata["dc:creator"] == [version.payload["agency"]["name"]]
        assert str(pdf.Root.Lang) == "id"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True


def test_every_font_is_ours_and_embedded_whatever_was_typed(version):
    version.payload["sections"][0]["text"] = "漢字 😀 → ≥ ✓ \uf0b7 العربية"

    with pikepdf.open(BytesIO(print_dossier(version))) as pdf:
        fonts = {
            str(o.FontName).split("+")[-1]: "/FontFile2" in o or "/FontFile3" in o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        }

    assert all(fonts.values())
    assert {name.split("-")[0] for name in fonts} == {"Fraunces", "Jakarta"}


def test_same_version_gives_the_same_bytes_in_another_language_and_after_other_printing(version):
    from judging.pdf import print_certificate  # an app above, which shares the press

    first = print_dossier(version)
    certificate = print_certificate(certificate_payload())

    with translation.override("en"):
        assert print_dossier(SubmissionVersion.objects.get(pk=version.pk)) == first
    assert print_certificate(certificate_payload()) == certificate


def test_certificate_is_the_same_whether_a_dossier_was_printed_before_or_not(version):
    from judging.pdf import print_certificate  # an app above, which shares the press

    print_dossier(version)
    script = (
        "import sys, django; django.setup();"
        "from judging.pdf import print_certificate; from tests.factories.certificates import certificate_payload;"
        "sys.stdout.buffer.write(print_certificate(certificate_payload()))"
    )
    elsewhere = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "innovation_portal.settings.test"},
        capture_output=True,
        check=True,
    )

    assert print_certificate(certificate_payload()) == elsewhere.stdout


def test_another_version_gives_another_file(version):
    first = print_dossier(version)
    version.payload["title"] = "Judul yang lain"

    assert print_dossier(version) != first


def test_long_words_and_empty_parts_stay_on_the_page(version):
    version.payload.update(
        title="X" * 200,
        summary="",
        innovators=[],
        evidence=[],
        declarations=[],
        category=None,
        started_on=None,
        goals=[],
    )
    version.payload["sections"][0].update(text="", words=0)
    version.payload["sections"][1]["text"] = "y" * 400

    with pypdfium2.PdfDocument(print_dossier(version)) as document:
        for page in document:
            textpage = page.get_textpage()
            boxes = [textpage.get_rect(i) for i in range(textpage.count_rects())]
            assert [box for box in boxes if box[0] < 56 or box[2] > 595 - 56] == []


def url_of(version):
    return reverse("submissions:version-pdf", args=[version.submission_id, version.number])


@pytest.mark.parametrize("role", ["operator", "approver", "verifier", "secretary"])
def test_agency_and_verifiers_get_the_dossier(request, client, version, role):
    client.force_login(request.getfixturevalue(role))

    response = client.get(url_of(version))

    assert response.getvalue() == print_dossier(version)
    assert response["Content-Type"] == "application/pdf"
    number = version.submission.registration_number.lower()
    assert response["Content-Disposition"] == f'inline; filename="dosir-{number}-versi-1.pdf"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", ["judge", "leader", "foreign member"])
def test_dossier_does_not_exist_for_others(request, client, version, role):
    client.force_login(MembershipFactory().user if role == "foreign member" else request.getfixturevalue(role))

    assert client.get(url_of(version)).status_code == 404


def test_version_that_was_never_made_is_not_found(client, operator, version):
    client.force_login(operator)

    assert client.get(reverse("submissions:version-pdf", args=[version.submission_id, 2])).status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_query_count_does_not_grow_with_evidence(client, operator, approver, draft, count, django_assert_num_queries):
    LinkFactory.create_batch(count, submission=draft)
    change_status(draft.pk, "submit", actor=approver)
    version = SubmissionVersion.objects.get()
    client.force_login(operator)

    with django_assert_num_queries(7):
        client.get(url_of(version))


def test_pages_link_to_the_dossier(client, operator, verifier, version):
    client.force_login(operator)
    page = client.get(reverse("submissions:version-detail", args=[version.submission_id, 1]))
    client.force_login(verifier)
    screen = client.get(reverse("verification:decide", args=[version.submission_id]))

    for response in (page, screen):
        assert url_of(version) in response.content.decode()
