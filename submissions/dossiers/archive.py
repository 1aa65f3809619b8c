"""A frozen version as one zip: the dossier, every file of its evidence, its links, and a manifest.

As in the dossier, the fixed words are Indonesian whatever language the reader has chosen.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import slugify

from innovation_portal.utils.files import ALLOWED_ENDINGS
from submissions.dossiers.press import print_dossier
from submissions.models import SubmissionVersion
from submissions.selectors.entries import named_pieces

CHUNK_BYTES = 64 * 1024
SECTION_LENGTH, TITLE_LENGTH = 30, 60
MANIFEST_HEAD = """\
# {number} versi {version}
# SHA-256 naskah usulan: {sha256}
# Setiap baris: sidik digital SHA-256 dan nama berkas. Periksa dengan: sha256sum -c manifes.txt
"""


@dataclass
class Archive:
    """An open zip that notes the checksum of everything put into it."""

    zip: ZipFile
    folder: str
    moment: tuple[int, ...]
    checksums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[bytes], *, is_text: bool = False) -> str:
        """Write a file chunk by chunk and return its checksum."""
        entry = ZipInfo(f"{self.folder}/{name}", self.moment)
        entry.compress_type = ZIP_DEFLATED if is_text else ZIP_STORED  # PDF and pictures are compressed already
        entry.external_attr = 0o644 << 16
        digest = hashlib.sha256()
        with self.zip.open(entry, "w") as target:
            for chunk in chunks:
                digest.update(chunk)
                target.write(chunk)
        self.checksums[name] = digest.hexdigest()
        return self.checksums[name]

    def manifest(self, head: str, remarks: list[str]) -> str:
        """Return the head, what is to be said about files, and the checksums of everything put in so far."""
        lines = [f"{checksum}  {name}" for name, checksum in self.checksums.items()]
        return head + "\n".join([*remarks, *lines]) + "\n"


def pack_dossier(version: SubmissionVersion, *, folder: str) -> IO[bytes]:
    """Return a temporary file with the zip of `version`, at its beginning; closing it removes it.

    `folder` is the one that it unpacks into. However large the evidence, memory stays small. A file that is gone, or
    no longer the one that was submitted, is named in the manifest.
    """
    target = TemporaryFile()  # noqa: SIM115  (the response closes it)
    moment = timezone.localtime(version.submitted_at).timetuple()[:6]
    with ZipFile(target, "w") as zip_file:
        archive = Archive(zip_file, folder, moment)
        archive.add("dosir.pdf", [print_dossier(version)])
        remarks = add_evidence(archive, version.payload)
        head = MANIFEST_HEAD.format(
            number=version.submission.registration_number, version=version.number, sha256=version.sha256
        )
        archive.add("manifes.txt", [archive.manifest(head, remarks).encode()], is_text=True)
    target.seek(0)
    return target


def add_evidence(archive: Archive, payload: dict[str, Any]) -> list[str]:
    """Put the files of a version's evidence and its links into the archive; return what is to be said about them."""
    pieces = named_pieces(payload)
    remarks = [remark for piece in pieces if piece["file"] for remark in _add_file(archive, piece)]
    if links := [_link(piece) for piece in pieces if piece["url"]]:
        archive.add("tautan.txt", ["\n\n".join(links).encode() + b"\n"], is_text=True)
    return remarks


def _add_file(archive: Archive, piece: dict[str, Any]) -> Iterator[str]:
    """Put a file into the archive; yield what is to be said about it."""
    name = _name(piece)
    try:
        stored = default_storage.open(piece["file"])
    except FileNotFoundError:
        yield f"# TIDAK ADA LAGI di penyimpanan: {name} (seharusnya {piece['sha256']})"
        return
    with stored:
        checksum = archive.add(name, stored.chunks(CHUNK_BYTES))
    if checksum != piece["sha256"]:
        yield f"# BERBEDA dari yang diajukan: {name} (seharusnya {piece['sha256']})"


def _name(piece: dict[str, Any]) -> str:
    """Return a name that every system can unpack; the number keeps two from being the same."""
    section = slugify(piece["section_title"])[:SECTION_LENGTH].strip("-") or "umum"
    title = slugify(PurePosixPath(piece["title"]).stem if piece["title"] == piece["original_name"] else piece["title"])
    ending = ALLOWED_ENDINGS.get(piece["content_type"], ("",))[0]
    return f"bukti/{piece['number']:02}-{section}-{title[:TITLE_LENGTH].strip('-') or 'bukti'}{ending}"


def _link(piece: dict[str, Any]) -> str:
    return "\n".join(
        " ".join(line.split())
        for line in (f"{piece['number']:02} {piece['title']}", piece["section_title"] or "Bukti umum", piece["url"])
    )
