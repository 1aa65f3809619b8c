"""The zip of a version is unpacked again and its manifest checked."""

import gc
import hashlib
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.dossiers import pack_dossier, print_dossier
from submissions.models import Evidence, SubmissionVersion
from submissions.services.evidence import add_file, remove_evidence
from submissions.services.submissions import change_status
from tests.factories.files import PDF, large_pdf
from tests.factories.submissions import InnovationFactory, LinkFactory, MembershipFactory, ReadySubmissionFactory

FOLDER = "dosir"


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def attach(draft, operator):
    def add(title="", name="laporan.pdf", content=PDF, code=""):
        section = draft.edition.sections.filter(code=code).first()
        upload = SimpleUploadedFile(name, content)
        return add_file(draft.pk, actor=operator, upload=upload, title=title, section_id=section and section.pk)

    return add


@pytest.fixture
def submit(draft, approver):
    def freeze():
        change_status(draft.pk, "submit", actor=approver)
        return SubmissionVersion.objects.latest("number")

    return freeze


def unpack(version) -> dict[str, bytes]:
    with pack_dossier(version, folder=FOLDER) as packed, ZipFile(packed) as archive:
        assert archive.testzip() is None
        return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


def manifest_of(files) -> tuple[dict[str, str], list[str]]:
    """Return the checksums by name, and what is remarked below the head."""
    lines = files["manifes.txt"].decode().splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines if not line.startswith("#"))
    return sums, [line for line in lines if line.startswith("#")][3:]


def test_zip_holds_dossier_files_links_and_a_manifest_that_is_right(draft, attach, submit):
    attach("Waktu tunggu: sebelum/sesudah", code="signifikansi")
    attach(name="Surat Tugas.pdf", content=PDF + b"\n")
    LinkFactory(submission=draft, title="Video\nalur", section=draft.edition.sections.first())
    version = submit()

    files = unpack(version)

    assert list(files) == [
        "dosir.pdf",
        "bukti/02-signifikansi-waktu-tunggu-sebelumsesudah.pdf",
        "bukti/03-umum-surat-tugas.pdf",
        "tautan.txt",
        "manifes.txt",
    ]
    assert files["dosir.pdf"] == print_dossier(version)
    assert files["bukti/03-umum-surat-tugas.pdf"] == PDF + b"\n"
    assert files["tautan.txt"].decode() == "01 Video alur\nRingkasan\nhttps://example.id/video\n"
    sums, remarks = manifest_of(files)
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifes.txt"}
    assert remarks == []
    assert version.sha256 in files["manifes.txt"].decode()


def test_names_are_safe_and_unique_whatever_was_typed(attach, submit):
    for title in ("../../etc/passwd", "../../etc/passwd", "C:\\CON|<>?*", "漢字", "x" * 200, "# komentar"):
        attach(title)

    names = [name for name in unpack(submit()) if name.startswith("bukti/")]

    assert names == [
        "bukti/01-umum-etcpasswd.pdf",
        "bukti/02-umum-etcpasswd.pdf",
        "bukti/03-umum-ccon.pdf",
        "bukti/04-umum-bukti.pdf",
        f"bukti/05-umum-{'x' * 60}.pdf",
        "bukti/06-umum-komentar.pdf",
    ]


def test_file_that_is_gone_is_named_and_the_others_are_packed(attach, submit):
    lost, kept = attach("Hilang"), attach("Ada", content=PDF + b"\n")
    version = submit()
    lost.file.storage.delete(lost.file.name)

    files = unpack(version)

    sums, remarks = manifest_of(files)
    assert set(sums) == {"dosir.pdf", "bukti/02-umum-ada.pdf"}
    assert files["bukti/02-umum-ada.pdf"] == PDF + b"\n"
    assert sums["bukti/02-umum-ada.pdf"] == kept.sha256
    assert remarks == [f"# TIDAK ADA LAGI di penyimpanan: bukti/01-umum-hilang.pdf (seharusnya {lost.sha256})"]


def test_file_that_was_exchanged_is_named(attach, submit):
    evidence = attach("Laporan")
    version = submit()
    evidence.file.storage.delete(evidence.file.name)
    evidence.file.storage.save(evidence.file.name, ContentFile(b"lain"))

    sums, remarks = manifest_of(unpack(version))

    assert sums["bukti/01-umum-laporan.pdf"] == hashlib.sha256(b"lain").hexdigest()
    assert remarks == [f"# BERBEDA dari yang diajukan: bukti/01-umum-laporan.pdf (seharusnya {evidence.sha256})"]


def test_zip_is_of_its_version_and_not_of_the_draft(draft, attach, submit, operator, verifier):
    first = attach("Pertama")
    version = submit()
    change_status(draft.pk, "return", actor=verifier, comment="Ganti.")
    remove_evidence(first.pk, actor=operator)
    attach("Kedua")

    assert [name for name in unpack(version) if name.startswith("bukti/")] == ["bukti/01-umum-pertama.pdf"]


def test_same_version_gives_the_same_zip(attach, submit):
    attach("Laporan")
    version = submit()

    with pack_dossier(version, folder=FOLDER) as one, pack_dossier(version, folder=FOLDER) as other:
        assert one.read() == other.read()


@pytest.fixture
def usual_garbage_collection():
    """Collect as often as Python does by itself; the suite does it seldom to be fast."""
    seldom = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*seldom)


def test_memory_stays_small_however_large_the_files(attach, submit, usual_garbage_collection):
    for number in range(3):
        attach(f"Laporan {number}", content=large_pdf(9_000_000))
    version = submit()
    print_dossier(version)  # what printing takes is remembered from here on
    tracemalloc.start()

    pack_dossier(version, folder=FOLDER).close()

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Evidence.objects.count() == 3
    assert peak < 8_000_000


def url_of(version):
    return reverse("submissions:version-zip", args=[version.submission_id, version.number])


@pytest.mark.parametrize("role", ["operator", "verifier", "secretary"])
def test_agency_and_verifiers_get_the_zip(request, client, attach, submit, role):
    attach("Laporan")
    version = submit()
    client.force_login(request.getfixturevalue(role))

    response = client.get(url_of(version))

    number = version.submission.registration_number.lower()
    assert response["Content-Disposition"] == f'attachment; filename="dosir-{number}-versi-1.zip"'
    assert response["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(response.getvalue())) as archive:
        folder = f"dosir-{number}-versi-1"
        assert archive.namelist() == [
            f"{folder}/dosir.pdf",
            f"{folder}/bukti/01-umum-laporan.pdf",
            f"{folder}/manifes.txt",
        ]


@pytest.mark.parametrize("role", ["judge", "leader", "foreign member"])
def test_zip_does_not_exist_for_others(request, client, submit, role):
    version = submit()
    client.force_login(MembershipFactory().user if role == "foreign member" else request.getfixturevalue(role))

    assert client.get(url_of(version)).status_code == 404
