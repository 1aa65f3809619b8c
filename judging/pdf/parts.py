"""Setting the texts of a page one under the other: each as large as its place allows, none cut."""

from collections.abc import Mapping
from dataclasses import dataclass

from judging.pdf.typesetting import POINTS_PER_MM, TEXT, Face, count_lines, set_lines

WIDEST_SMALL_TEXT = 185


class TextDoesNotFit(ValueError):
    """The texts together are too long for the certificate, even at the smallest sizes."""


@dataclass(frozen=True)
class Style:
    """How a part is set: sizes in points, in millimetres the gap above it and the ornament that
    the stylesheet draws in `above`, and the lines it should have at most."""

    face: Face
    size: float
    smallest: float
    leading: float
    gap: float
    lines: int = 2
    above: float = 0


@dataclass(frozen=True)
class Part:
    """A part as it will stand on the page; sizes in points, gap in millimetres."""

    name: str
    size: float
    gap: float
    lines: tuple[str, ...]
    height: float

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def css(self) -> str:
        """Written here and not in the template, where numbers follow the reader's language."""
        return f"font-size:{self.size:.2f}pt;margin-top:{self.gap:.2f}mm"


def set_parts(styles: Mapping[str, Style], texts: Mapping[str, str], width: float, scale: float = 1) -> list[Part]:
    """Set the texts that are not empty, one under the other."""
    parts = []
    for name, style in styles.items():
        if not texts.get(name):
            continue
        size, lines = _size_and_lines(texts[name], style, width, scale)
        gap = style.gap * scale
        height = gap + style.above + len(lines) * size * style.leading / POINTS_PER_MM
        parts.append(Part(name, size, gap, lines, height))
    return parts


def _size_and_lines(text: str, style: Style, width: float, scale: float) -> tuple[float, tuple[str, ...]]:
    """Make a long text smaller before it takes more lines than its style wants."""
    if style.face is TEXT:
        width = min(width, WIDEST_SMALL_TEXT)
    size = max(style.size * scale, style.smallest)
    while True:
        if count_lines(text, style.face, size, width) <= style.lines or size <= style.smallest:
            return size, set_lines(text, style.face, size, width)
        size = max(size * 0.96, style.smallest)
