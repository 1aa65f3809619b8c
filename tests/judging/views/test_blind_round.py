"""In a blind round nothing that a judge can reach says whose an entry is."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from innovation_portal.utils import clock
from judging.enums import RoundState
from judging.models import Redaction
from judging.selectors.blinding import BLACK, without_names
from judging.services.redactions import black_out, show_again
from judging.services.results import calculate_result
from submissions.enums import EvidenceKind
from submissions.models import Evidence
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import AgencyFactory, InnovationFactory, RegionFactory

SECRETS = ("Margono", "Banyumas", "Siti Rahayu", "RAHASIA-RSMS", "laporan-rsud.pdf", "bukti.example.id")


def pdf_with_author() -> bytes:
    document, copy = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.docinfo["/Author"] = "RSUD Margono"
    document.save(copy)
    return copy.getvalue()


def stored(submission, content: bytes, name: str, content_type: str) -> Evidence:
    return Evidence.objects.create(
        submission=submission,
        kind=EvidenceKind.DOCUMENT,
        title="Laporan RSUD Margono",
        original_name=name,
        content_type=content_type,
        file=ContentFile(content, name=name),
        uploaded_by=submission.created_by,
    )


@pytest.fixture
def submission(db):
    """An entry whose title, texts, people and files say whose it is."""
    agency = AgencyFactory(name="RSUD Margono (Banyumas)", region=RegionFactory(name="Kabupaten Banyumas"))
    entry = VerifiedSubmissionFactory(
        innovation=InnovationFactory(agency=agency, title="Antrean RSUD Margono"),
        version__summary="Warga  banyumas tidak lagi menunggu.",
        version__innovators=[{"name": "dr. Hj. Siti Rahayu, Sp.A.", "role": "Ketua"}],
    )
    evidence = stored(entry, pdf_with_author(), "laporan-rsud.pdf", "application/pdf")
    version = entry.versions.get()
    version.payload["sections"][0]["text"] = "Siti Rahayu memakai kode RAHASIA-RSMS. Banyumasan tetap terbaca."
    piece = {"section": "", "sha256": "", "size": 9, "content_type": "application/pdf"}
    file = {"id": evidence.pk, "original_name": "laporan-rsud.pdf", "url": "", "file": "bukti/laporan.pdf"}
    link = {"id": 0, "original_name": "", "url": "https://bukti.example.id", "file": ""}
    version.payload["evidence"] = [piece | file | {"title": evidence.title}, piece | link | {"title": "Video RSUD"}]
    version.save()
    return entry


@pytest.fixture
def task(submission, judge, chair, secretary):
    round_ = RoundFactory(edition=submission.edition, is_blind=True)
    PanelistFactory(round=round_, judge=chair, is_chair=True)
    black_out(submission, actor=secretary, words="rahasia-rsms")
    version = submission.versions.get()
    return AssignmentFactory(round=round_, panelist__judge=judge, version=version, cleared_at=clock.now())


def pages_of(client, task):
    """Every page on which the entry of the task appears to its judge, declared and not yet."""
    names = {"task-list": [], "sheet-detail": [task.pk], "conflict-declare": [task.pk]}
    return "".join(client.get(reverse(f"judging:{name}", args=args)).content.decode() for name, args in names.items())


def test_judge_reads_the_entry_without_names(client, judge, task):
    client.force_login(judge)

    page = pages_of(client, task)

    assert [secret for secret in SECRETS if secret.casefold() in page.casefold().replace("banyumasan", "")] == []
    assert f"Antrean {BLACK}" in page
    assert "Banyumasan tetap terbaca." in page
    assert "Bukti 1" in page


@pytest.mark.parametrize(
    "name", ["dr. Hj. Siti Rahayu, Sp.A.", "dr Siti Rahayu S.Kep", "H Siti  Rahayu", "SITI RAHAYU", "M. Siti Rahayu"]
)
def test_a_name_is_hidden_however_its_titles_are_written(submission, name):
    payload = submission.versions.get().payload
    payload["innovators"] = [{"name": name, "role": "Ketua"}]
    payload["title"] = "Gagasan Siti Rahayu"

    assert without_names(payload, [])["title"] == f"Gagasan {BLACK}"


def test_chair_reads_no_names_before_the_seal(client, chair, task):
    ScoreSheetFactory(assignment=task)
    run = calculate_result(task.round_id, actor=chair)
    run.confirmed_by, run.confirmed_at = chair, clock.now()
    run.save()
    client.force_login(chair)
    addresses = {
        "chair-round": [task.round_id],
        "entry-scores": [task.round_id, task.version_id],
        "result-detail": [run.pk],
        "result-seal": [run.pk],
    }

    def pages():
        return "".join(
            client.get(reverse(f"judging:{name}", args=ids)).content.decode() for name, ids in addresses.items()
        )

    assert [secret for secret in SECRETS if secret in pages()] == []
    assert pages().count(f"Antrean {BLACK}") >= len(addresses)
    task.round.state = RoundState.SEALED
    task.round.save()
    assert "RSUD Margono (Banyumas)" in pages()


def test_file_comes_under_a_number_and_without_its_metadata(client, judge, task):
    client.force_login(judge)
    evidence_id = task.version.payload["evidence"][0]["id"]

    response = client.get(reverse("judging:evidence-file", args=[task.pk, evidence_id]))

    assert response["Content-Disposition"] == 'inline; filename="bukti-1.pdf"'
    content = b"".join(response.streaming_content)
    response.close()
    with pikepdf.open(BytesIO(content)) as document:
        assert "/Author" not in document.docinfo
        assert len(document.pages) == 1
    assert b"Margono" not in content


def test_picture_loses_what_the_camera_noted(client, judge, task):
    picture, copy = Image.new("RGB", (8, 8)), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "RSUD Margono"
    picture.save(copy, "JPEG", exif=exif)
    evidence = stored(task.version.submission, copy.getvalue(), "a.jpg", "image/jpeg")
    task.version.payload["evidence"][0]["id"] = evidence.pk
    task.version.save()
    client.force_login(judge)

    response = client.get(reverse("judging:evidence-file", args=[task.pk, evidence.pk]))

    content = b"".join(response.streaming_content)
    response.close()
    assert response["Content-Disposition"] == 'inline; filename="bukti-1.jpg"'
    with Image.open(BytesIO(content)) as opened:
        assert (opened.size, dict(opened.getexif())) == ((8, 8), {})


def test_damaged_file_is_explained(client, judge, task):
    evidence_id = task.version.payload["evidence"][0]["id"]
    evidence = task.version.submission.evidence.get(pk=evidence_id)
    evidence.file.save("rusak.pdf", ContentFile(b"%PDF-1.7 rusak"))
    client.force_login(judge)

    response = client.get(reverse("judging:evidence-file", args=[task.pk, evidence_id]))

    assert response.status_code == 404
    assert "Bukti 1" in response.content.decode()


def test_open_round_shows_everything(client, judge, task):
    task.round.is_blind = False
    task.round.save()
    client.force_login(judge)

    page = pages_of(client, task)

    assert "RSUD Margono (Banyumas)" in page
    assert "laporan-rsud.pdf" in page


@pytest.mark.parametrize("words", ["", "   ", "“…”"])
def test_nothing_is_blacked_out_by_nothing(task, secretary, words):
    with pytest.raises(Exception, match="Tuliskan kata yang disembunyikan"):
        black_out(task.version.submission, actor=secretary, words=words)


def test_blacked_out_words_are_shown_again(task, secretary):
    redaction = Redaction.objects.get()

    for _time in range(2):
        show_again(redaction.pk, actor=secretary)

    assert not Redaction.objects.exists()


def test_payload_itself_is_not_changed(task):
    before = task.version.payload

    assert without_names(before, [])["agency"] is None
    assert before["agency"]["name"] == "RSUD Margono (Banyumas)"
