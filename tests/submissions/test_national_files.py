"""What the secretariat takes along of a national proposal is read back: paper, texts, table, zip."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from submissions.dossiers.national import (
    national_json,
    national_table,
    national_text,
    pack_national,
    print_national,
)
from submissions.models import Submission
from submissions.services.evidence import add_file
from submissions.services.national import make_candidate
from submissions.services.national_texts import save_text
from submissions.services.submissions import change_status
from tests.factories.files import PDF
from tests.factories.national import NationalCompetitionFactory
from tests.factories.submissions import InnovationFactory, LinkFactory, ReadySubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(agency, operator, approver, secretary):
    draft = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency, title="Kasa <b>Berbuntut</b>"))
    upload = SimpleUploadedFile("../../lapor\u202ean.pdf", PDF)
    add_file(draft.pk, actor=operator, upload=upload, title="Laporan/evaluasi 2025")
    LinkFactory(submission=draft, title="Video antrean")
    change_status(draft.pk, "submit", actor=approver)
    Submission.objects.update(status="verified")
    competition = NationalCompetitionFactory(year=2033)
    competition.sections.update(code="ringkasan", title="Ringkasan", weight=30)
    version, group = draft.versions.get(), competition.groups.get()
    proposal = make_candidate(version.pk, competition.pk, actor=secretary, group_id=group.pk)
    section = competition.sections.get()
    save_text(proposal.pk, section.pk, actor=secretary, revision=0, text="=Antrean turun\n\ndari 90 menjadi 20.")
    return proposal


def test_form_on_paper_says_what_is_proposed_where_and_with_which_evidence(proposal):
    with pypdfium2.PdfDocument(print_national(proposal)) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]

    cover, text = pages[0], " ".join(pages[1:])
    assert all(words in cover for words in ("Kasa <b>Berbuntut</b>", "KIPP 2033", "Umum", "Calon"))
    assert "6 kata, paling banyak 10 · bobot 30%" in text
    assert "=Antrean turun dari 90 menjadi 20." in text
    assert "Laporan/evaluasi 2025" in text


def test_same_texts_give_the_same_paper_and_others_another(proposal, secretary):
    first, again = print_national(proposal), print_national(proposal)
    section = proposal.competition.sections.get()
    save_text(proposal.pk, section.pk, actor=secretary, revision=1, text="Lain")

    assert first == again
    assert print_national(proposal) != first


def test_texts_to_paste(proposal):
    assert national_text(proposal) == (
        "Kasa <b>Berbuntut</b>\nKIPP 2033, kelompok Umum\n\n\n== Ringkasan ==\n=Antrean turun\n\ndari 90 menjadi 20.\n"
    )


def test_table_of_texts_holds_no_formula(proposal):
    sheet = load_workbook(BytesIO(national_table(proposal))).active

    assert [[cell.value for cell in row] for row in sheet] == [
        ["Bagian", "Isian", "Jumlah kata", "Paling sedikit", "Paling banyak"],
        ["Ringkasan", "'=Antrean turun\n\ndari 90 menjadi 20.", 6, None, 10],
    ]


def test_contents_for_programs(proposal):
    contents = json.loads(national_json(proposal))

    assert (contents["kompetisi"], contents["judul"]) == ({"jenis": "kipp", "tahun": 2033}, "Kasa <b>Berbuntut</b>")
    assert contents["bagian"] == [
        {
            "kode": "ringkasan",
            "nama": "Ringkasan",
            "isian": "=Antrean turun\n\ndari 90 menjadi 20.",
            "jumlah_kata": 6,
        }
    ]


def test_zip_holds_everything_under_safe_names_and_its_manifest_is_true(proposal):
    with pack_national(proposal, folder="kipp-2033") as packed, ZipFile(packed) as archive:
        assert archive.testzip() is None
        files = {name.removeprefix("kipp-2033/"): archive.read(name) for name in archive.namelist()}

    assert sorted(files) == [
        "bukti/01-umum-laporanevaluasi-2025.pdf",
        "formulir.pdf",
        "isian.json",
        "isian.txt",
        "isian.xlsx",
        "manifes.txt",
        "tautan.txt",
    ]
    lines = files["manifes.txt"].decode().splitlines()
    assert lines[:2] == ["# KIPP 2033, kelompok Umum", "# Kasa <b>Berbuntut</b>"]
    sums = dict(reversed(line.split("  ", 1)) for line in lines[2:])
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in files if name != "manifes.txt"}


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "txt", "json", "zip"])
def test_files_come_with_a_clear_name(client, secretary, proposal, ending):
    client.force_login(secretary)

    response = client.get(reverse("national:file", args=[proposal.pk, ending]))
    b"".join(response)

    assert f'filename="kipp-2033-kasa-bberbuntutb.{ending}"' in response.headers["Content-Disposition"]


def test_other_endings_are_no_page(client, secretary, proposal):
    client.force_login(secretary)

    assert client.get(reverse("national:file", args=[proposal.pk, "exe"])).status_code == 404
