"""Look through a file, or write it anew without what it tells of people. A script that runs in a process of its own.

A few thousand bytes can unfold into gigabytes, in one part or in many small ones. So the process takes away from
itself, before it reads, all memory and time that no honest file needs; the portal loses nothing when it dies. It
imports nothing of the portal, so that it starts quickly.

    python -I file_reader.py check|clean MIME_TYPE < file > copy

Ends with 0, with REFUSED after the code of the refusal in the place of the copy, or with anything else when it died. A
copy is written by `clean` only.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import IO

import pikepdf
from PIL import Image, ImageOps

# Of which the programs themselves take a quarter. A picture is drawn from up to four copies of its pixels.
PDF_MEMORY_BYTES, PICTURE_MEMORY_BYTES = 512 * 1024**2, 1024**3
SECONDS = 15
REFUSED = 3
MOST_PAGES = 2_000
MOST_UNFOLDED = 64 * 1024 * 1024  # bytes, of one compressed part; a thousand bytes can hold gigabytes
MOST_FILTERS = 4  # one inside the other, each of which may unfold the next
PICTURE_MAX_PIXELS = 40_000_000  # a sharp photograph
PICTURE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# Actions by their names in ISO 32000-2, table 201; what only leads to a page or an address on a click is harmless.
ACTIVE = {
    "/GoToE",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/RichMediaExecute",
    "/SubmitForm",
}
# Annotations that play something or carry a file.
CARRIERS = {"/RichMedia", "/Screen", "/Movie", "/3D", "/FileAttachment"}
HIDDEN = {"/JS", "/EF", "/XFA"}
# Author and programs, the same as XML, and what programs note for themselves, of which pages and pictures can have
# their own; certificates of who signed, and what a signature permits.
TOLD_BY_A_PDF = {"/Info", "/Metadata", "/PieceInfo", "/DSS", "/Perms"}
UNREAD = "error reading object"
UNREADABLE = (OSError, SyntaxError, ValueError, RuntimeError, pikepdf.PdfError)


class Refused(Exception):
    """Why a file is not taken, as a code: `damaged`, `encrypted`, `too_many_pages`, `active`, `too_many_pixels`,
    `moving`."""


def limit_process(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # starts nothing; root may all the same
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MOST_UNFOLDED,
        run_length_max_memory=MOST_UNFOLDED,
        png_max_memory=MOST_UNFOLDED,
        tiff_max_memory=MOST_UNFOLDED,
        parser_max_container_size=100_000,
        max_stream_filters=MOST_FILTERS,
    )


def check_pdf(source: IO[bytes]) -> None:
    """Refuse whatever acts by itself or hides other files, and what cannot be looked through."""
    with pikepdf.open(source) as document:
        if len(document.pages) > MOST_PAGES:
            raise Refused("too_many_pages")
        if any(_is_active(part) for one in document.objects for part in _parts(one)):
            raise Refused("active")
        _refuse_what_was_not_read(document)


def clean_pdf(source: IO[bytes], copy: IO[bytes]) -> None:
    """Bookmarks stay: they are headings of what can be read anyway."""
    with pikepdf.open(source) as document:
        for one in [*document.objects, document.trailer]:
            for part in list(_parts(one)):
                for entry in _told_of_people(part):
                    del part[entry]
        document.save(copy, deterministic_id=True)
        _refuse_what_was_not_read(document)


def _refuse_what_was_not_read(document: pikepdf.Pdf) -> None:
    """Where memory ends, or a limit is reached, qpdf goes on with nothing in the place of an object, and warns."""
    warnings = [str(warning) for warning in document.get_warnings()]
    if pikepdf.settings.qpdf_limit_errors() or any(UNREAD in warning for warning in warnings):
        raise Refused("damaged")


def check_picture(source: IO[bytes]) -> None:
    with Image.open(source, formats=[*PICTURE_FORMATS.values()]) as picture:
        if picture.width * picture.height > PICTURE_MAX_PIXELS:
            raise Refused("too_many_pixels")
        # A telephone's JPEG may hold the same view several times; the first is drawn.
        if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
            raise Refused("moving")
        picture.verify()
    source.seek(0)


def clean_picture(source: IO[bytes], copy: IO[bytes], content_type: str) -> None:
    """Draw it anew, upright."""
    check_picture(source)
    with Image.open(source, formats=[*PICTURE_FORMATS.values()]) as opened:
        upright = ImageOps.exif_transpose(opened)
        for name in ("exif", "xmp", "icc_profile", "comment"):
            upright.info.pop(name, None)
        upright.save(copy, PICTURE_FORMATS[content_type], quality=90)


def _parts(value: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Give every dictionary and stream that stands in an object, itself included; what it refers to is another one."""
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        inside = value.values()
    else:
        inside = value if isinstance(value, pikepdf.Array) else ()
    for one in inside:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _parts(one)


def _is_active(part: pikepdf.Object) -> bool:
    acts = str(part.get("/S")) in ACTIVE or str(part.get("/Subtype")) in CARRIERS
    return acts or bool(HIDDEN & set(part.keys()))


def _told_of_people(one: pikepdf.Object) -> set[str]:
    """Return the entries of an object that name an author: of the file, of a comment in it, of a signature."""
    names = set(TOLD_BY_A_PDF)
    if "/Rect" in one and one.get("/Subtype") != "/Widget":  # an annotation; of a field /T is its name
        names.add("/T")
    if one.get("/FT") == "/Sig":
        names.add("/V")
    return names & set(one.keys())


def main(act: str, content_type: str) -> None:
    limit_process(PDF_MEMORY_BYTES if content_type == "application/pdf" else PICTURE_MEMORY_BYTES)
    source, copy = BytesIO(sys.stdin.buffer.read()), BytesIO()
    try:
        if content_type != "application/pdf":
            clean_picture(source, copy, content_type)
        elif act == "check":
            check_pdf(source)
        else:
            clean_pdf(source, copy)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("too_many_pixels") from None
    except UNREADABLE:
        raise Refused("damaged") from None
    sys.stdout.buffer.write(copy.getbuffer())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Refused as refusal:
        sys.stdout.write(str(refusal))
        sys.exit(REFUSED)
