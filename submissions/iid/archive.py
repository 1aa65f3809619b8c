"""The evidence of a sheet as one zip, a folder for each indicator, with its links and a manifest of checksums."""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from django.utils import timezone
from django.utils.text import slugify

from innovation_portal.utils.files import ALLOWED_ENDINGS
from submissions.dossiers.archive import CHUNK_BYTES, Archive
from submissions.enums import EvidenceKind
from submissions.models import Evidence, IndicatorFile
from submissions.selectors.iid import Line, Sheet

NAME_LENGTH = 50


def pack_sheet(sheet: Sheet, *, folder: str, readable: Collection[int]) -> IO[bytes]:
    """Return a temporary file with the zip, at its beginning; closing it removes it.

    `readable` are the ids of the evidence of submissions that the reader may open; the rest is named in the manifest
    only, as is a file that is gone from the storage.
    """
    target = TemporaryFile()  # noqa: SIM115  (the response closes it)
    moment = timezone.localtime(sheet.assessment.updated_at).timetuple()[:6]
    with ZipFile(target, "w") as zip_file:
        archive = Archive(zip_file, folder, moment)
        remarks = [remark for line in sheet.lines for remark in _add_line(archive, line, readable)]
        links = [_link(line, one) for line in sheet.lines for one in line.evidence if _is_open_link(one, readable)]
        if links:
            archive.add("tautan.txt", ["\n\n".join(links).encode() + b"\n"], is_text=True)
        archive.add("manifes.txt", [_manifest(sheet, archive, remarks).encode()], is_text=True)
    target.seek(0)
    return target


def _add_line(archive: Archive, line: Line, readable: Collection[int]) -> Iterator[str]:
    """Put the files of an indicator into the archive; yield what is to be said about those that are not in it."""
    hidden = [one for one in line.evidence if one.pk not in readable]
    yield from (f"# BELUM DIAJUKAN, tidak disertakan: {line.indicator.number} {one.title}" for one in hidden)
    evidence = [one for one in line.evidence if one.pk in readable and one.kind != EvidenceKind.LINK]
    named = [*((one, one.title) for one in evidence), *((one, one.original_name) for one in line.files)]
    for number, (one, title) in enumerate(named, start=1):
        name = _name(line, number, one, title)
        try:
            with one.file.open("rb") as stored:
                archive.add(name, stored.chunks(CHUNK_BYTES))
        except FileNotFoundError:
            yield f"# TIDAK ADA LAGI di penyimpanan: {name} (seharusnya {one.sha256})"


def _name(line: Line, number: int, piece: Evidence | IndicatorFile, title: str) -> str:
    """Return a name that every system can unpack; the number keeps two from being the same."""
    indicator = f"{line.indicator.number:02}-{slugify(line.indicator.name)[:NAME_LENGTH].strip('-')}"
    words = slugify(PurePosixPath(title).stem if title == piece.original_name else title)
    ending = ALLOWED_ENDINGS.get(piece.content_type, ("",))[0]
    return f"{indicator}/{number:02}-{words[:NAME_LENGTH].strip('-') or 'bukti'}{ending}"


def _is_open_link(one: Evidence, readable: Collection[int]) -> bool:
    return one.kind == EvidenceKind.LINK and one.pk in readable


def _link(line: Line, one: Evidence) -> str:
    return "\n".join(" ".join(text.split()) for text in (str(line.indicator), one.title, one.url))


def _manifest(sheet: Sheet, archive: Archive, remarks: list[str]) -> str:
    assessment = sheet.assessment
    head = [
        f"# {assessment.table}, {' '.join(assessment.innovation.title.split())}",
        "# Setiap baris: sidik digital SHA-256 dan nama berkas. Periksa dengan: sha256sum -c manifes.txt",
    ]
    return "\n".join([*head, *remarks, *(f"{sha}  {name}" for name, sha in archive.checksums.items())]) + "\n"
