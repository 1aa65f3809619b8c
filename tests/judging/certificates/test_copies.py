"""Checking by the file: ours, changed since, not ours, not readable, and what is meant to hurt."""

import zlib
from io import BytesIO
from signal import SIGABRT, SIGKILL

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils.separate_process import run_script
from judging.models import CertificateCheck
from judging.pdf import print_certificate
from judging.pdf_copies import MAX_BYTES, Difference, DifferenceKind, read_copy, reading
from judging.pdf_copies.reader import MOST_BYTES_OF_IDENTIFIER, MOST_CHARACTERS_OF_ENTRY
from judging.services.certificates import render_certificate, revoke_certificate
from judging.services.copies import verdict_on
from tests.factories.certificates import certificate_payload, emblem_png
from tests.factories.submissions import AgencyFactory
from tests.judging.certificates.test_views import check_url, text_of
from tests.waiting import PATIENCE

COPY = "judging:certificate-copy"


@pytest.fixture
def certificate(ceremony):
    return render_certificate(ceremony.certificate(agency=AgencyFactory(name="RSUD Kelet")).pk)


def file_of(certificate) -> bytes:
    with certificate.file.open("rb") as file:
        return file.read()


def send(client, content: bytes, name="piagam.pdf", **headers):
    return client.post(reverse(COPY), {"berkas": SimpleUploadedFile(name, content)}, **headers)


def rewritten(content: bytes, change=lambda document: None) -> bytes:
    """Store a PDF anew with a change, as an editor does; its permanent identifier stays."""
    output = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        change(document)
        document.save(output)
    return output.getvalue()


def altered(certificate, **changes) -> bytes:
    """A forgery by the portal's own means: the same code, other words."""
    return print_certificate(certificate.payload | changes)


def kinds(verdict) -> list[DifferenceKind]:
    return [difference.kind for difference in verdict.differences]


def test_our_file_is_ours_valid_or_revoked(client, ceremony, certificate):
    valid = send(client, file_of(certificate), name="apa saja.txt")
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")
    revoked = send(client, file_of(certificate))

    assert "Ini berkas kami, tanpa perubahan" in text_of(valid)
    assert check_url(certificate) in valid.content.decode()
    assert "tetapi piagamnya tidak berlaku lagi" in text_of(revoked)
    assert list(CertificateCheck.objects.order_by("pk").values_list("way", "outcome", "certificate")) == [
        ("copy", "valid", certificate.pk),
        ("copy", "revoked", certificate.pk),
    ]
    assert revoked.headers["Cache-Control"] == "no-store"


def test_a_changed_name_is_shown_word_by_word(client, certificate):
    forged = altered(certificate, recipient=certificate.payload["recipient"] | {"name": "RSUD Palsu"})

    verdict = verdict_on(forged)
    page = send(client, forged)

    words = verdict.differences[0]
    assert (verdict.outcome, verdict.certificate) == ("changed", certificate)
    assert kinds(verdict)[:2] == [DifferenceKind.WORDS, DifferenceKind.LOOK]
    assert [run.text.strip() for run in words.words.before if run.is_changed] == ["Kelet"]
    assert [run.text.strip() for run in words.words.after if run.is_changed] == ["Palsu"]
    assert "<del>Palsu" in page.content.decode()
    assert "Ini bukan berkas yang kami terbitkan" in text_of(page)


def test_a_file_stored_anew_differs_in_nothing_that_can_be_seen(client, certificate):
    anew = rewritten(file_of(certificate))

    verdict = verdict_on(anew)

    assert (verdict.outcome, verdict.certificate, verdict.differences) == ("changed", certificate, [])
    assert "tampaknya hanya disimpan ulang" in text_of(send(client, anew))


def add_page(document):
    document.add_blank_page()


def paint(document):
    page = document.pages[0]
    page.contents_add(document.make_stream(b"q 1 0 0 rg 300 300 200 60 re f Q"))


def put_picture(document):
    page = document.pages[0]
    stream = document.make_stream(
        b"\x80" * 9,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=3,
        Height=3,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    name = page.add_resource(stream, pikepdf.Name.XObject)
    page.contents_add(document.make_stream(f"q 90 0 0 90 300 300 cm {name} Do Q".encode()))


def rename(document):
    document.docinfo["/Author"] = "<b>Orang lain</b>"


def sign_falsely(document):
    field = document.make_indirect(
        pikepdf.Dictionary(
            FT=pikepdf.Name.Sig,
            T="Tanda tangan",
            V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=pikepdf.String("x"), ByteRange=[0, 1, 2, 3]),
        )
    )
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add_page, [Difference(DifferenceKind.PAGES, "1", "2")]),
        (paint, [Difference(DifferenceKind.LOOK, theirs="2 %")]),
        (put_picture, [Difference(DifferenceKind.LOOK, theirs="1 %"), Difference(DifferenceKind.PICTURES)]),
        (
            rename,
            [
                Difference(
                    DifferenceKind.METADATA, "Author: Pemerintah Provinsi Jawa Tengah", "Author: <b>Orang lain</b>"
                )
            ],
        ),
        (sign_falsely, [Difference(DifferenceKind.SIGNATURE, "0", "1")]),
    ],
)
def test_each_kind_of_change_is_named_alone(client, certificate, change, expected):
    changed = rewritten(file_of(certificate), change)

    verdict = verdict_on(changed)

    assert (verdict.certificate, verdict.differences) == (certificate, expected)
    assert b"<b>Orang" not in send(client, changed).content


def test_a_copy_is_recognised_by_its_code_when_its_identifier_is_gone(certificate):
    def forget(document):
        del document.trailer["/ID"]

    verdict = verdict_on(rewritten(file_of(certificate), forget))

    assert (verdict.outcome, verdict.certificate) == ("changed", certificate)


def test_without_our_own_file_nothing_is_compared(client, certificate):
    anew = rewritten(file_of(certificate))
    default_storage.delete(certificate.file.name)

    verdict = verdict_on(anew)

    assert (verdict.outcome, verdict.certificate, verdict.is_compared) == ("changed", certificate, False)
    assert "perbedaannya belum dapat disebutkan" in text_of(send(client, anew))


def test_a_certificate_of_somebody_else_is_not_ours(client, certificate):
    foreign = print_certificate(certificate_payload())

    response = send(client, foreign)

    assert "Berkas ini bukan piagam kami" in text_of(response)
    assert list(CertificateCheck.objects.values_list("outcome", "certificate")) == [("unknown", None)]


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"%PDF-" + b"\0" * 5000])
def test_what_cannot_be_read_is_said_so(client, certificate, content):
    assert "Berkas ini tidak dapat dibaca" in text_of(send(client, content))


@pytest.mark.parametrize(
    ("content", "code"),
    [(emblem_png(), "not_a_pdf"), (b"", "not_a_pdf"), (b"x" * 2000 + b"%PDF-1.7", "not_a_pdf")],
    ids=["picture", "empty", "late header"],
)
def test_only_a_pdf_by_its_content_is_read(client, db, content, code):
    form = send(client, content).context["copy_form"]

    assert [error.code for error in form.errors.as_data()["berkas"]] == [code]
    assert not CertificateCheck.objects.exists()


def test_nothing_chosen_is_said_beside_the_field(client, db):
    form = client.post(reverse(COPY), {}).context["copy_form"]

    assert form.errors == {"berkas": ["Pilih berkas PDF dulu."]}


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/mixed; boundary=a"])
def test_a_form_that_brings_no_file_has_none(client, db, kind):
    form = client.post(reverse(COPY), "berkas=a", content_type=kind).context["copy_form"]

    assert form.errors == {"berkas": ["Pilih berkas PDF dulu."]}


@pytest.mark.parametrize(("size", "status"), [(MAX_BYTES + 1, 200), (MAX_BYTES + 100_000, 413)])
def test_a_large_file_is_refused_and_a_huge_one_is_not_even_read(client, db, size, status):
    response = send(client, b"%PDF-1.7" + b"\0" * (size - 8))

    assert response.status_code == status
    assert "lebih besar dari 4,0" in text_of(response)


def test_nothing_of_a_file_is_stored(client, certificate, settings, tmp_path):
    disk = tmp_path / "uploads"
    disk.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(disk)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    before = default_storage.listdir("certificates")

    send(client, rewritten(file_of(certificate)))

    assert list(disk.iterdir()) == []
    assert default_storage.listdir("certificates") == before


def test_ten_files_in_ten_minutes_are_enough_for_one_address(client, certificate):
    answers = [send(client, b"%PDF-1.7 broken").status_code for _ in range(11)]
    neighbour = send(client, b"%PDF-1.7 broken", REMOTE_ADDR="198.51.100.7")

    assert answers == [200] * 10 + [429]
    assert neighbour.status_code == 200


def packed(piece: bytes, times: int) -> bytes:
    packing = zlib.compressobj(9)
    return b"".join([*(packing.compress(piece) for _each in range(times)), packing.flush()])


def bomb(content: bytes, *, filters: int) -> bytes:
    """A page whose content unfolds `filters` times: gigabytes out of a file that may be sent."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(842, 595))
    names = pikepdf.Array([pikepdf.Name.FlateDecode] * filters)
    document.pages[0].Contents = document.make_indirect(pikepdf.Stream(document, content))
    document.pages[0].Contents.write(content, filter=names)
    output = BytesIO()
    document.save(output, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return output.getvalue()


def twelve_million_shapes() -> bytes:
    return bomb(packed(b"0 0 842 595 re f\n" * 12_000, 1_000), filters=1)


def gigabytes_of_nothing() -> bytes:
    return bomb(zlib.compress(packed(b"\0" * 1_000_000, 1_500), 9), filters=2)


@pytest.mark.parametrize("make", [twelve_million_shapes, gigabytes_of_nothing])
def test_a_bomb_ends_its_reader_and_not_the_server(make):
    """Where its memory ends, the reader aborts by itself; on a slow machine its seconds of processor end before."""
    content = make()

    code, said = run_script(reading.READER, content=content, seconds=PATIENCE, most_bytes=reading.MOST_BYTES_READ)

    assert len(content) < MAX_BYTES
    assert (code in (-SIGABRT, -SIGKILL), said) == (True, b"")
    assert read_copy(content) is None


def test_of_a_description_that_unfolds_only_the_beginnings_are_read():
    document = pikepdf.new()
    document.add_blank_page(page_size=(842, 595))
    for name in ("/Title", "/Author", "/Keywords"):
        document.docinfo[name] = "a" * 5_000_000
    document.trailer["/ID"] = pikepdf.Array([pikepdf.String("b" * 5_000_000)] * 2)
    output = BytesIO()
    document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    copy = read_copy(output.getvalue())

    beginning = "a" * MOST_CHARACTERS_OF_ENTRY
    assert [copy.metadata[name] for name in ("Title", "Author", "Keywords")] == [beginning] * 3
    assert len(copy.identifier) <= 2 * MOST_BYTES_OF_IDENTIFIER


@pytest.mark.parametrize(("spaces", "is_read"), [(100, True), (reading.MOST_BYTES_READ, False)])
def test_a_reader_that_says_too_much_is_not_heard(spaces, is_read, monkeypatch, tmp_path):
    said = {"identifier": "", "pages": 1, "text": "", "metadata": {}, "pictures": [], "signatures": 0, "looks": []}
    reader = tmp_path / "reader.py"
    reader.write_text(f"import json; print(json.dumps({said}) + {spaces} * ' ')")
    monkeypatch.setattr(reading, "READER", reader)

    assert (read_copy(b"%PDF-1.7") is not None) == is_read


def test_a_reader_that_never_ends_is_given_up(monkeypatch, tmp_path):
    reader = tmp_path / "reader.py"
    reader.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(reading, "READER", reader)
    monkeypatch.setattr(reading, "SECONDS", 1)

    assert read_copy(b"%PDF-1.7" + b"0" * 1_000_000) is None
