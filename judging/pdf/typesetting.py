"""Breaking text into lines by the widths of our own fonts.

The same text breaks at the same places on every machine, and it is known before drawing how much room it takes.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from innovation_portal.utils.pdf import FONTS

POINTS_PER_MM = 72 / 25.4
# Kerning is not measured; drawn lines were up to 2 percent wider than the sum of their advances.
TOLERANCE = 1.03
# Marks of transliterated Arabic that the fonts lack, and what Indonesian offices type for them.
APOSTROPHES = str.maketrans({"ʿ": "‘", "ʻ": "‘", "ʾ": "’", "ʼ": "’"})


@dataclass(frozen=True)
class Face:
    """One font of the certificate; `word_spacing` in ems repeats the rule of `certificate.css`."""

    family: str
    weight: int
    word_spacing: float = 0

    @property
    def files(self) -> tuple[Path, ...]:
        """The file with Latin letters and the one with the extended ones."""
        return tuple(FONTS / f"{self.family}-{part}-{self.weight}-normal.woff2" for part in ("latin", "latin-ext"))


DISPLAY = Face("fraunces", 400)
DISPLAY_BOLD = Face("fraunces", 600)
TEXT = Face("plus-jakarta-sans", 400, word_spacing=0.08)
TEXT_BOLD = Face("plus-jakarta-sans", 700, word_spacing=0.08)


def tidy(text: str) -> str:
    """Return one line: single spaces, composed letters where they exist, apostrophes that the fonts have."""
    return " ".join(unicodedata.normalize("NFC", text).translate(APOSTROPHES).split(" "))


def unprintable_characters(texts: Iterable[str]) -> str:
    """Return the characters that one of our fonts lacks, each once, in order of appearance."""
    faces = (DISPLAY, DISPLAY_BOLD, TEXT, TEXT_BOLD)
    characters = dict.fromkeys(c for text in texts for c in tidy(text) if not c.isspace())
    return "".join(c for c in characters if any(ord(c) not in _advances(face) for face in faces))


def count_lines(text: str, face: Face, size: float, width: float) -> int:
    """Return how many lines `set_lines` would answer, without balancing them."""
    return sum(len(_filled(tidy(paragraph), face, size, width)) for paragraph in text.splitlines())


def set_lines(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Return `text` in as few lines of `width` millimetres as it needs at `size` points, all of about equal length.

    A line break in the text is kept. A word longer than a line is broken inside.
    """
    return tuple(
        line for paragraph in text.splitlines() for line in _balanced(tidy(paragraph), face, size, width) if line
    )


def width_of(text: str, face: Face, size: float) -> float:
    """Return the width of `text` in millimetres at `size` points, with the tolerance for kerning."""
    return _ems(text, face) * size / POINTS_PER_MM * TOLERANCE


@lru_cache(maxsize=4096)  # a text is tried at many sizes
def _ems(text: str, face: Face) -> float:
    advances = _advances(face)
    return sum(advances.get(ord(c), 1.0) for c in text) + face.word_spacing * sum(c.isspace() for c in text)


@cache
def _advances(face: Face) -> dict[int, float]:
    """Return the advance of each character in ems."""
    advances: dict[int, float] = {}
    for path in face.files:
        with TTFont(path) as font:
            em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
            for code, glyph in font.getBestCmap().items():
                advances.setdefault(code, metrics[glyph][0] / em)
    return advances


def _balanced(text: str, face: Face, size: float, width: float) -> list[str]:
    """Break at the narrowest width, to half a millimetre, that needs no more lines than the full one."""
    lines = _filled(text, face, size, width)
    narrow, wide = width / len(lines) / 2, width
    while len(lines) > 1 and wide - narrow > 0.5:
        middle = (narrow + wide) / 2
        attempt = _filled(text, face, size, middle)
        if len(attempt) <= len(lines):
            lines, wide = attempt, middle
        else:
            narrow = middle
    return lines


def _filled(text: str, face: Face, size: float, width: float) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width_of(candidate, face, size) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, face, size) > width:
            head = _longest_head(line, face, size, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line]


def _longest_head(word: str, face: Face, size: float, width: float) -> str:
    end = len(word)
    while end > 1 and width_of(word[:end], face, size) > width:
        end -= 1
    return word[:end]
