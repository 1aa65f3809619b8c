"""Which certificate a signed file is, and whether its page still says what was issued.

An official's tool may add its signature to our bytes or write the whole file anew. Both are taken, as long as the page
is drawn by the same instructions with the same fonts and pictures: then every word and line of it is the same.
"""

import hashlib
import re
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any

import pikepdf

CODE = re.compile(r"/piagam/([2-9A-HJKMNP-TV-Z]{12})/")
# What a file says about itself and not on its page, and how its streams are packed.
UNSEEN = {"/Parent", "/StructParents", "/StructParent", "/Metadata", "/PieceInfo"}
UNSEEN |= {"/Length", "/Filter", "/DecodeParms"}
# What could act, hide or hold something beside the page.
ACTIVE = {"/OpenAction", "/AA", "/OCProperties", "/Collection"}
ACTIVE_NAMES = {"/JavaScript", "/EmbeddedFiles"}
# A seal of the official's own tool is welcome; one that is larger than a tenth of the page could hide words.
SEAL_SHARE = 0.1


class Difference(StrEnum):
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    PAGES = "pages"
    PAGE = "page"
    ADDED = "added"
    SEAL = "seal"
    ACTIVE = "active"


def code_in(pdf: bytes) -> str:
    """Return the code of the certificate that a PDF says it is, from the check address in its description; else "".

    A name can be changed by anybody who saves the file; the description stays, also when the whole file is rewritten.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            told = str(document.docinfo.get("/Subject", ""))
            if not told:
                told = str(document.open_metadata().get("dc:description", ""))
    except (pikepdf.PasswordError, pikepdf.PdfError, ValueError, RuntimeError):
        return ""
    found = CODE.search(told)
    return found[1] if found else ""


def difference(ours: bytes, signed: bytes) -> Difference | None:
    """Return in what `signed` differs from the page that we printed, or None. Its signature is not looked at.

    To be asked only of files whose signer is trusted: it unpacks the whole page.
    """
    try:
        with pikepdf.open(BytesIO(signed)) as theirs, pikepdf.open(BytesIO(ours)) as own:
            return _difference(own, theirs)
    except pikepdf.PasswordError:
        return Difference.ENCRYPTED
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return Difference.UNREADABLE


def _difference(own: pikepdf.Pdf, theirs: pikepdf.Pdf) -> Difference | None:
    if theirs.is_encrypted:
        return Difference.ENCRYPTED
    if len(theirs.pages) != len(own.pages):
        return Difference.PAGES
    names = theirs.Root.get("/Names", pikepdf.Dictionary())
    if ACTIVE & set(theirs.Root.keys()) or ACTIVE_NAMES & set(names.keys()):
        return Difference.ACTIVE
    for before, after in zip(own.pages, theirs.pages, strict=True):
        if "/AA" in after.obj:
            return Difference.ACTIVE
        if _drawing(before) != _drawing(after):
            return Difference.PAGE
        if found := _added(after):
            return found
    return None


def _added(page: pikepdf.Page) -> Difference | None:
    """Look at what lies over the page: only fields of signatures may, and only small ones."""
    width, height = _size(page)
    for annotation in page.obj.get("/Annots", []):
        field = annotation.get("/FT", annotation.get("/Parent", pikepdf.Dictionary()).get("/FT"))
        if annotation.get("/Subtype") != "/Widget" or field != "/Sig":
            return Difference.ADDED
        left, bottom, right, top = map(float, annotation.Rect)
        if abs((right - left) * (top - bottom)) > SEAL_SHARE * width * height:
            return Difference.SEAL
    return None


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = map(float, page.mediabox)
    return right - left, top - bottom


def _drawing(page: pikepdf.Page) -> str:
    """Return a hash of everything that draws the page."""
    instructions = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
    boxes = [_plain(box, {}) for box in (page.mediabox, page.cropbox)]
    return _hash([instructions, boxes, int(page.obj.get("/Rotate", 0)), _plain(page.resources, {})])


def _plain(value: Any, known: dict[tuple[int, int], str]) -> Any:
    """Return a PDF object as plain values that compare by content, however the file numbers and packs its objects."""
    if not isinstance(value, pikepdf.Object):
        return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
    if value.is_indirect and value.objgen in known:
        return known[value.objgen]
    if value.is_indirect:
        known[value.objgen] = "inside itself"
    if isinstance(value, pikepdf.Array):
        plain = [_plain(one, known) for one in value]
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        plain = {key: _plain(one, known) for key, one in sorted(value.items()) if key not in UNSEEN}
        if isinstance(value, pikepdf.Stream):
            plain["stream"] = hashlib.sha256(_unpacked(value)).hexdigest()
    else:
        plain = str(value)
    if value.is_indirect:
        plain = known[value.objgen] = _hash(plain)
    return plain


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """A picture in JPEG stays as it is; nobody packs it anew without changing it."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _hash(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
