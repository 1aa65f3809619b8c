"""The code on a certificate that a telephone reads."""

from itertools import groupby

import segno


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
        side = width / len(self._matrix)
        stream.set_color(style["color"])
        for top, row in enumerate(self._matrix):
            left = 0
            for is_dark, alike in groupby(row):
                length = len(list(alike))
                if is_dark:
                    stream.rectangle(left * side, top * side, length * side, side)
                left += length
        stream.fill()
