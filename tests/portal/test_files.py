import hashlib
import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from innovation_portal.utils.files import CheckedUpload, safe_name, serve_private_file, validate_upload
from submissions.models import Evidence
from tests.factories.files import PDF

EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 600


def picture(format, size=(4, 3)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, format)
    return buffer.getvalue()


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises a huge picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Laporan akhir.pdf", PDF, "application/pdf"),
        ("foto.JPG", picture("JPEG"), "image/jpeg"),
        ("foto.jpeg", picture("JPEG"), "image/jpeg"),
        ("bagan.png", picture("PNG"), "image/png"),
        ("bagan.webp", picture("WEBP"), "image/webp"),
    ],
)
def test_upload_facts_come_from_its_content(name, content, content_type):
    upload = SimpleUploadedFile(name, content, content_type="text/html")

    checked = validate_upload(upload)

    kept = checked.file.read()
    assert checked == CheckedUpload(name, content_type, len(kept), hashlib.sha256(kept).hexdigest())
    assert content_type != "application/pdf" or kept == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.pdf", b"", "empty"),
        ("program.pdf", EXECUTABLE, "wrong_type"),
        ("halaman.png", b"<html><script>alert(1)</script></html>", "wrong_type"),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        ("laporan.pdf", b"PK\x03\x04" + b"\x00" * 40, "wrong_type"),
        ("laporan.png", PDF, "name_disagrees"),
        ("laporan.pdf.exe", PDF, "name_disagrees"),
        ("laporan", PDF, "name_disagrees"),
        ("terpotong.pdf", PDF[:20], "damaged"),
        ("terpotong.png", picture("PNG")[:40], "damaged"),
        ("luas.png", png_that_claims(9_000, 9_000), "too_many_pixels"),
        ("bom.png", png_that_claims(60_000, 60_000), "too_many_pixels"),
    ],
)
def test_upload_is_refused_with_its_reason(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        validate_upload(SimpleUploadedFile(name, content))

    assert refusal.value.code == code


def test_upload_that_is_too_large_is_told_both_sizes(settings):
    settings.EVIDENCE_MAX_BYTES = 1024

    with pytest.raises(ValidationError) as refusal:
        validate_upload(SimpleUploadedFile("besar.pdf", PDF.ljust(2048)))

    assert refusal.value.messages == [
        "Berkas ini berukuran 2,0\xa0KB; paling besar 1,0\xa0KB. Perkecil berkasnya atau berikan tautannya."
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\Siti\Laporan 2026.pdf", "Laporan 2026.pdf"),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ("laporan\r\nX-Injected: 1.pdf", "laporanX-Injected: 1.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("", "_"),
    ],
)
def test_safe_name_keeps_the_readable_part(name, expected):
    assert safe_name(name) == expected


@pytest.fixture
def stored():
    evidence = Evidence()
    evidence.file.save("laporan.pdf", ContentFile(PDF), save=False)
    return evidence.file


@pytest.mark.django_db  # closing a response ends the request, which looks at the connection
@pytest.mark.parametrize(
    ("content_type", "inline", "disposition", "policy"),
    [
        ("application/pdf", False, "attachment", "; sandbox"),
        ("application/pdf", True, "inline", "; style-src 'unsafe-inline'"),
        ("image/png", True, "inline", "; style-src 'unsafe-inline'; sandbox"),
    ],
)
def test_private_file_is_served_so_that_nothing_in_it_runs(db, rf, stored, content_type, inline, disposition, policy):
    response = serve_private_file(
        rf.get("/bukti/1/"), stored, name="Laporan akhir.pdf", content_type=content_type, inline=inline
    )

    content = b"".join(response.streaming_content)
    response.close()
    assert content == PDF
    assert dict(response.headers) == {
        "Content-Type": content_type,
        "Content-Length": str(len(PDF)),
        "Content-Disposition": f'{disposition}; filename="Laporan akhir.pdf"',
        "Content-Security-Policy": (
            f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'{policy}"
        ),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


@pytest.mark.django_db
def test_private_file_that_is_gone_gets_a_page_that_explains_it(rf, stored, caplog):
    stored.storage.delete(stored.name)

    response = serve_private_file(rf.get("/bukti/1/"), stored, name="Laporan.pdf", content_type="application/pdf")

    assert response.status_code == 404
    assert "Berkas “Laporan.pdf” tidak ditemukan" in response.content.decode()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
