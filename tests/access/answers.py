"""What an answer says of who asked: let in or turned away, and which hidden words it shows."""

import io
import zipfile
from urllib.parse import urlsplit

import pypdfium2
from django.conf import settings
from django.shortcuts import resolve_url

from tests.access.hidden_words import WORD

BACK_OFFICE_HOME = "/admin/"
SMALLEST_PDF = 100  # bytes; what is smaller only says that it is one


def is_turned_away(status: int, place: str, asked: str) -> bool:
    """Say whether somebody was turned away. Wagtail sends its own people to its first page instead."""
    if status not in {301, 302}:
        return status in {403, 404, 405}
    target = urlsplit(place).path
    doors = {resolve_url(settings.LOGIN_URL), "/admin/login/", "/_util/login/"}
    return target in doors or (target == BACK_OFFICE_HOME and asked.startswith(BACK_OFFICE_HOME))


def words_in(content: bytes, content_type: str) -> set[str]:
    """Return the hidden words of a page or file, also of what is packed into it or printed on it."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = " ".join(packed.namelist()).encode()
            return set().union(words_in(names, ""), *(words_in(packed.read(name), "") for name in packed.namelist()))
    if content.startswith(b"%PDF") and len(content) > SMALLEST_PDF:
        with pypdfium2.PdfDocument(content) as document:
            return set(WORD.findall(" ".join(page.get_textpage().get_text_range() for page in document)))
    return set(WORD.findall(content.decode(errors="replace")))
