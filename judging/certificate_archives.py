"""Certificates as one zip, sent while it is packed: a thousand files need no more memory than one.

The list inside is Indonesian whatever language its reader has chosen, as in the dossiers.
"""

import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.text import slugify

from innovation_portal.utils.spreadsheets import csv_lines
from judging.models import Certificate
from judging.selectors.signatures import signed_file_of

HEADINGS = ["Nomor", "Penerima", "Penghargaan", "Inovasi", "Kode", "Alamat pemeriksaan", "Berkas", "SHA-256"]
LIST_NAME = "daftar.csv"
NOT_PRINTED = "belum tercetak"
NAME_LENGTH = 60


class Outlet(io.RawIOBase):
    """What a zip is written to: keeps only what was not sent yet, and cannot go back."""

    def __init__(self):
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self._waiting += content
        return len(content)

    def take(self) -> bytes:
        taken, self._waiting = bytes(self._waiting), bytearray()
        return taken


def zip_of_certificates(certificates: Iterable[Certificate]) -> Iterator[bytes]:
    """Yield the bytes of a zip with the files of these certificates and a list of them, which opens in Excel.

    Each is the signed file where there is one. Names begin with the running number, so that they sort like the list.
    One that is not printed yet stands in the list only.
    """
    outlet = Outlet()
    rows = [HEADINGS]
    with ZipFile(outlet, "w") as archive:
        for certificate in certificates:
            name, signed = archive_name(certificate), signed_file_of(certificate)
            content = _content_of(signed.file if signed else certificate.file)
            if content is not None:
                archive.writestr(_entry(certificate, name, ZIP_STORED), content)
            digest = signed.sha256 if signed else certificate.file_sha256
            rows.append(_row(certificate, name if content else NOT_PRINTED, digest))
            yield outlet.take()
        entry = ZipInfo(LIST_NAME, timezone.localtime().timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        archive.writestr(entry, "".join(csv_lines(rows)).encode())
    yield outlet.take()


def archive_name(certificate: Certificate) -> str:
    """Return a name that every system can unpack, such as 0412-000-8-3-4-0412-2026-rsud-kelet.pdf."""
    number = certificate.number.replace("/", "-").replace(".", "-")
    recipient = slugify(certificate.payload["recipient"]["name"])[:NAME_LENGTH].strip("-")
    return f"{certificate.sequence:04}-{slugify(number)}-{recipient}.pdf"


def _content_of(file: FieldFile) -> bytes | None:
    if not file:
        return None
    try:
        with default_storage.open(file.name) as stored:
            return stored.read()
    except FileNotFoundError:
        return None


def _entry(certificate: Certificate, name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, timezone.localtime(certificate.issued_at).timetuple()[:6])
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _row(certificate: Certificate, name: str, digest: str) -> list[str]:
    payload = certificate.payload
    return [
        certificate.number,
        payload["recipient"]["name"],
        payload["award"],
        payload["innovation"],
        certificate.public_id,
        payload["check_address"],
        name,
        digest,
    ]
