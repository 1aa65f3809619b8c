"""Printing with WeasyPrint: PDF/A-2a, tagged, own fonts, nothing fetched, the same bytes every time."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from innovation_portal.utils.pdf_drawings import PageImage, drawings_in

ASSETS = Path(__file__).parent / "pdf_assets"
FONTS = ASSETS / "fonts"
# PDF/A-2 forbids what PDF/A-3 only adds: attachments of any kind. Level a asks for tags and language as well.
VARIANT = "pdf/a-2a"
JPEG_BEGINS = b"\xff\xd8"
NO_PICTURES: Mapping[str, PageImage] = MappingProxyType({})
# The longest run of letters that is laid out in one piece: a SHA-256 is copied out of a document as it stands.
LONGEST_WORD = 64
BREAK = "\u200b"
# Only these end a line by themselves: a no-break space holds words together, and makes one long word of them.
_LONG_WORD = re.compile(rf"[^ \t\n\r\f{BREAK}]{{{LONGEST_WORD}}}(?=[^ \t\n\r\f{BREAK}])")
# Signs of office texts that our fonts lack, and what people type for them. Word keeps its bullets in a private area.
SUBSTITUTES = {
    **dict.fromkeys("●■▪◦‣▸►➢➤❖◆○□\uf0b7\uf0a7\uf0d8\uf076", "•"),
    **dict.fromkeys("✓✔☑\uf0fc", "[v]"),
    **dict.fromkeys("→➔⇒", "->"),
    **dict.fromkeys("‑‒−", "-"),
    "\t": " | ",  # a table that was pasted
    "←": "<-",
    "≥": ">=",
    "≤": "<=",
    "≈": "~",
    "≠": "!=",
    "ʿ": "‘",
    "ʻ": "‘",
    "ʾ": "’",
    "ʼ": "’",
}


class AssetFetcher(URLFetcher):
    """Reads the shared assets, those of one folder, and the pictures it was given; everything else stops the printing.

    `pictures` are PNG or JPEG files by the address that stands for them in the page.
    """

    def __init__(self, folder: Path = ASSETS, pictures: Mapping[str, bytes] | None = None):
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
        self._folders = (ASSETS, folder)
        self._pictures = pictures or {}

    def fetch(self, url, headers=None):
        if picture := self._pictures.get(url):
            kind = "jpeg" if picture.startswith(JPEG_BEGINS) else "png"
            return URLFetcherResponse(url, picture, {"Content-Type": f"image/{kind}"})
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not any(map(path.is_relative_to, self._folders)):
            raise ValueError(f"A printed page may not load {url}")
        return super().fetch(url, headers)


# Fontconfig and Pango are shared by everything a process prints, and neither can be used by two threads at once.
_lock = Lock()


def print_pdf(
    html: str,
    *,
    folder: Path,
    stylesheets: Sequence[str],
    identifier: bytes,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the page or pages of `html` as a PDF.

    `stylesheets` are names of files in `folder` or of the shared ones ("document"), without ending; the fonts come
    before them. `identifier` are the 16 bytes that tell the file from others: with dates in the page's own metadata,
    the same page gives the same bytes.
    """
    with _lock:
        page = HTML(string=html, base_url=folder.as_uri() + "/", url_fetcher=AssetFetcher(folder, pictures))
        allow_breaks(page.etree_element)
        output = BytesIO()
        page.write_pdf(
            output,
            stylesheets=[_stylesheet(folder, name) for name in ("fonts", *stylesheets)],
            font_config=_fonts(),
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
        )
    return output.getvalue()


def allow_breaks(page: Element) -> None:
    """Let a line end after every `LONGEST_WORD` signs of a longer word in what is shown of a page.

    Without a place to end a line, the rest of a word is measured anew for each of its lines: one of 60,000 letters
    would keep everything waiting that a process prints. Links and what a file says of itself stay as they are, and so
    do certificates, whose lines are set before (`judging/pdf`).
    """
    body = page.find("body")
    for element in [] if body is None else body.iter():
        element.text = _with_breaks(element.text)
        element.tail = _with_breaks(element.tail)


def _with_breaks(text: str | None) -> str | None:
    return text and _LONG_WORD.sub(rf"\g<0>{BREAK}", text)


@dataclass(frozen=True)
class PageFile:
    """What a file of one page says of itself; `moment` is when it was made, as 2026-09-09T03:00:00Z."""

    title: str
    author: str
    subject: str
    moment: str
    identifier: bytes


def print_pages(
    html: str,
    files: Sequence[PageFile],
    *,
    folder: Path,
    stylesheets: Sequence[str],
    pictures: Mapping[str, PageImage] = NO_PICTURES,
) -> Iterator[bytes]:
    """Yield each page of `html` as a PDF of its own; the first says of itself what the first of `files` says.

    `pictures` are what draws itself where the page names its address. All are laid out together, and each is written
    from its own boxes: a large PDF that is cut apart would lose tags
    and PDF/A data and give every file the fonts and pictures of all. A page gives the same bytes wherever it stands.
    Raises ValueError when there are not as many pages as files.
    """
    with _lock:
        document = _lay_out(html, folder, stylesheets, pictures, pdf_variant=VARIANT)
        if len(document.pages) != len(files):
            raise ValueError(f"{len(document.pages)} pages were laid out for {len(files)} files.")
    language = document.metadata.lang
    for page, file in zip(document.pages, files, strict=True):
        with _lock:
            single = document.copy([page])
            single.metadata = DocumentMetadata(
                title=file.title,
                authors=[file.author],
                description=file.subject,
                created=file.moment,
                modified=file.moment,
                lang=language,
            )
            pdf = single.write_pdf(pdf_variant=VARIANT, pdf_identifier=file.identifier)
        yield pdf


def print_together(
    html: str, *, folder: Path, stylesheets: Sequence[str], pictures: Mapping[str, PageImage] = NO_PICTURES
) -> bytes:
    """Return all pages of `html` as one PDF for a printing press: without tags, which paper does not need."""
    with _lock:
        return _lay_out(html, folder, stylesheets, pictures).write_pdf()


def _lay_out(
    html: str, folder: Path, stylesheets: Sequence[str], pictures: Mapping[str, PageImage], **options: Any
) -> Document:
    return HTML(string=html, base_url=folder.as_uri() + "/", url_fetcher=AssetFetcher(folder)).render(
        stylesheets=[_stylesheet(folder, name) for name in ("fonts", *stylesheets)],
        font_config=_fonts(),
        cache={**drawings_in(folder), **pictures},
        **options,
    )


def printable(value: Any) -> Any:
    """Return plain values with every text in characters that our text font has.

    What it lacks is written as people type it, else by its code, as [U+1F600]: another machine must print the same.
    """
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return _spelled(value) if isinstance(value, str) else value


def _spelled(text: str) -> str:
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", text))
    return "".join(character if ord(character) in _characters() else _spell(character) for character in text)


def _spell(character: str) -> str:
    if character in SUBSTITUTES:
        return SUBSTITUTES[character]
    if character.isspace():
        return "\n" if character == "\n" else " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} or "\ufe00" <= character <= "\ufe0f":
        return ""  # says how to show its neighbours, and nothing itself
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(one) in _characters() for one in plain):
        return plain
    return f"[U+{ord(character):04X}]"


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(folder: Path, name: str) -> CSS:
    own, shared = folder / f"{name}.css", ASSETS / f"{name}.css"
    fetcher = AssetFetcher(folder)
    return CSS(filename=own if own.exists() else shared, font_config=_fonts(), url_fetcher=fetcher)


@cache
def _characters() -> frozenset[int]:
    """Return the characters that the text font has in both weights."""
    regular, bold = (_characters_in(f"plus-jakarta-sans-*-{weight}-normal.woff2") for weight in (400, 700))
    return regular & bold


def _characters_in(pattern: str) -> frozenset[int]:
    found: set[int] = set()
    for path in FONTS.glob(pattern):
        with TTFont(path) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
