"""The code on a certificate that a telephone reads."""

from collections.abc import Iterator
from itertools import groupby

import segno

INK = "#10283F"


def qr_svg(address: str, *, level: str, css_class: str, title: str | None = None) -> str:
    """Return the QR code of `address` as inline SVG, for pages that are printed one by one; `level` as in `segno`."""
    code = segno.make(address, error=level, micro=False, boost_error=False)
    return code.svg_inline(dark=INK, border=0, omitsize=True, title=title, svgclass=css_class, lineclass=None)


class QrCode:
    """The QR code of an address, as WeasyPrint asks for a picture; level Q still reads with a quarter of it spoilt.

    Its squares are drawn straight onto the page: as an SVG, which is read and drawn path by path, it would take as
    long as all words of a certificate.
    """

    def __init__(self, address: str):
        self._matrix = segno.make(address, error="q", micro=False, boost_error=False).matrix

    def get_intrinsic_size(self, resolution, font_size) -> tuple[int, int, int]:
        return len(self._matrix), len(self._matrix), 1

    def draw(self, stream, width: float, height: float, style) -> None:
        count = len(self._matrix)
        stream.transform(a=width / count, d=height / count)
        stream.set_color(style["color"])
        # Appended as they are: pydyf's own `rectangle` writes each of several hundred numbers as if it had decimals.
        stream.stream.extend(f"{left} {top} {length} 1 re".encode() for left, top, length in self._runs())
        stream.fill()

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """Yield left, top and length of every row of dark squares."""
        for top, row in enumerate(self._matrix):
            left = 0
            for is_dark, alike in groupby(row):
                length = len(list(alike))
                if is_dark:
                    yield left, top, length
                left += length
