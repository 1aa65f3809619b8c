"""What leads to a person in a running text, and the same text without it.

Numbers of telephones, NIK and NIP have at least ten digits; a mobile number at most thirteen (Permen Kominfo 14/2018,
national numbering plan), a NIK sixteen, an NIP eighteen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

HIDDEN = "[tidak ditampilkan]"
# Looked for where a word begins only, and never shorter than it is: a long word without an @ is read once, not once
# from each of its letters.
LOCAL_PART = r"(?<![\w.+-])[\w.+-]++"
MAIL = LOCAL_PART + r"@[\w-]+\.[\w.-]+"
AMOUNT = r"(?<!\bRp )(?<!\bRp\. )"
LONG_NUMBER = AMOUNT + r"(?<![\w.,])\+?\d(?:[ .-]?\d){9,17}(?![\w])"
CONTACTS = re.compile(f"{MAIL}|{LONG_NUMBER}")

# Between the digits of a number that somebody types without thinking of machines.
GAP = r"[\s()./\u2013-]{0,3}"
DATE = r"\d{1,2}[-./]\d{1,2}[-./]\d{4}\b"
ASKED_FOR = r"(?:WA|whats?app|HP|handphone|telp?|telepon|hubungi|kontak|SMS|NIK|KTP|KK|NIP|NPWP|BPJS|rekening|rek)"
PATTERNS = [
    re.compile(pattern, flags)
    for pattern, flags in (
        (MAIL, 0),
        # siti [at] contoh.id, siti(at)contoh(dot)id
        (LOCAL_PART + r"\s?[\[(]\s?at\s?[\])]\s?[\w-]+(?:(?:\.|\s?[\[(]\s?(?:dot|titik)\s?[\])]\s?)\w+)*",
         re.IGNORECASE),
        (r"(?:https?://)?(?:wa\.me|t\.me|api\.whatsapp\.com)/\S+", re.IGNORECASE),
        (LONG_NUMBER, 0),
        # 0812/3456/7890, +62 (812) 3456-7890, 024 123456
        (rf"(?<![\w.,/])(?!{DATE})(?:\+\s?62|62|0){GAP}\d(?:{GAP}\d){{7,13}}(?!\w)", 0),
        # (024) 123
        (r"\(\s?0\d{1,4}\s?\)[\s.-]{0,3}\d(?:[\s.-]?\d){2,9}(?!\w)", 0),
        # Behind a word that asks for one, shorter numbers too: WA saya 85712345
        (rf"\b{ASKED_FOR}\b[\s.:]{{0,3}}(?:(?:saya|kami|nomor|nomer|no|di|ke)\b[\s.:]{{0,3}}){{0,3}}"
         rf"(?P<hidden>\+?\d(?:{GAP}\d){{5,17}})(?!\w)", re.IGNORECASE),
        (r"\b(?:IG|instagram|telegram|FB|facebook|tiktok|twitter)\s(?:saya|kami)[\s:]{1,2}(?P<hidden>@?[\w.]{3,})",
         re.IGNORECASE),
        # A name begins with a capital letter; the words in front of it may.
        (r"\b(?i:nama\s(?:lengkap\s)?saya|atas\snama|a\.\s?n\.|nama\s(?:ibu|bapak|ayah|anak|suami|istri)\ssaya)"
         r"(?:\sadalah)?[\s:]{1,3}(?P<hidden>[A-Z][\w'.]+(?:\s[A-Z][\w'.]+){0,3}(?<!\.))", 0),
    )
]  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A part of a text: as it was written, and whether the public reads it."""

    text: str
    is_hidden: bool


def without_contacts(text: str) -> str:
    """Blot out e-mail addresses and long numbers (telephone, NIP, NIK) that writers leave in running text."""
    return CONTACTS.sub(HIDDEN, text)


def pieces_of(text: str, words: Iterable[str] = ()) -> list[Piece]:
    """Cut what a visitor wrote into pieces: hidden is what leads to a person as far as rules see it, and `words`."""
    patterns = [*PATTERNS, *(re.compile(re.escape(each), re.IGNORECASE) for each in words if each)]
    pieces, shown_from = [], 0
    for start, end in _merged(span for pattern in patterns for span in _spans(pattern, text)):
        pieces += [Piece(text[shown_from:start], is_hidden=False), Piece(text[start:end], is_hidden=True)]
        shown_from = end
    pieces.append(Piece(text[shown_from:], is_hidden=False))
    return [piece for piece in pieces if piece.text]


def without_personal_data(text: str, words: Iterable[str] = ()) -> str:
    """Return what the public may read of what a visitor wrote: `pieces_of` it, each hidden one as `HIDDEN`."""
    return "".join(HIDDEN if piece.is_hidden else piece.text for piece in pieces_of(text, words))


def _spans(pattern: re.Pattern, text: str) -> Iterable[tuple[int, int]]:
    group = "hidden" if "hidden" in pattern.groupindex else 0
    return (match.span(group) for match in pattern.finditer(text))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
