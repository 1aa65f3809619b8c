"""Pictures that are drawn or packed once in a process, however many files they are printed in.

WeasyPrint draws an SVG anew for every page, which takes longer than all text of a certificate, and packs a PNG anew
for every file. Before it loads a picture it looks for it by address in its option `cache`, so these stand there.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from xml.etree import ElementTree

import pydyf
from PIL import Image
from weasyprint.images import RasterImage, SVGImage
from weasyprint.pdf.stream import Stream

# Parts of a drawing that stand outside it in a file: transparent groups, patterns and gradients.
ELSEWHERE = ("XObject", "Pattern", "Shading")


class PageImage(Protocol):
    """What stands in WeasyPrint's option `cache`: it says how large it is and draws itself onto a page."""

    def get_intrinsic_size(self, resolution, font_size): ...
    def draw(self, stream, width: float, height: float, style) -> None: ...


class Drawing:
    """An SVG file of ours, as WeasyPrint asks for a picture. Each size of it is drawn once."""

    def __init__(self, path: Path):
        content = path.read_bytes()
        self._svg = SVGImage(ElementTree.fromstring(content), path.as_uri(), None, None)  # noqa: S314  (our own file)
        self._digest = sha256(content)
        self._drawn: dict[tuple[float, float], Drawn | None] = {}

    def get_intrinsic_size(self, resolution, font_size):
        return self._svg.get_intrinsic_size(resolution, font_size)

    def draw(self, stream, width, height, style) -> None:
        if (width, height) not in self._drawn:
            self._drawn[width, height] = self._draw_once(width, height, style)
        if drawn := self._drawn[width, height]:
            stream.draw_x_object(stream.add_image(drawn, False, 1))
        else:
            self._svg.draw(stream, width, height, style)

    def _draw_once(self, width: float, height: float, style) -> "Drawn | None":
        """Return the drawing, or None where it needs more than strokes, fills and transparent colours."""
        needed = pydyf.Dictionary({name: pydyf.Dictionary() for name in ("ExtGState", "ColorSpace", *ELSEWHERE)})
        stream = Stream({}, (0, 0, width, height), needed, {}, None, {}, None, compress=True)
        self._svg.draw(stream, width, height, style)
        if any(needed[name] for name in ELSEWHERE):
            return None
        content = stream.data.partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
        digest = self._digest.copy()
        digest.update(f"{width}x{height}".encode())
        return Drawn(digest.hexdigest()[:32], (width, height), content, needed["ExtGState"])


class Drawn:
    """A drawing of one size, already packed. WeasyPrint puts it into a file as it does with photographs."""

    def __init__(self, name: str, size: tuple[float, float], content: bytes, colours: Mapping[str, Any]):
        self.id = name
        self._size, self._content, self._colours = size, content, colours

    def get_x_object(self, interpolate, ratio) -> pydyf.Stream:
        states = pydyf.Dictionary({name: pydyf.Dictionary(state) for name, state in self._colours.items()})
        return pydyf.Stream(
            [self._content],
            pydyf.Dictionary(
                {
                    "Type": "/XObject",
                    "Subtype": "/Form",
                    "BBox": pydyf.Array([0, 0, *self._size]),
                    "Resources": pydyf.Dictionary({"ExtGState": states}),
                    "Filter": "/FlateDecode",
                }
            ),
        )


class Picture(RasterImage):
    """A PNG or JPEG that is packed for the first file and copied into the next ones."""

    def __init__(self, content: bytes):
        super().__init__(Image.open(BytesIO(content)), sha256(content).hexdigest()[:32], content)
        self._packed: dict[tuple[bool, float], pydyf.Stream] = {}

    def get_x_object(self, interpolate, dpi_ratio):
        if (interpolate, dpi_ratio) not in self._packed:
            self._packed[interpolate, dpi_ratio] = super().get_x_object(interpolate, dpi_ratio)
        return _copy(self._packed[interpolate, dpi_ratio])


@cache
def drawings_in(folder: Path) -> Mapping[str, Drawing]:
    """Return the SVG files of a folder and those below it, by the address that a style sheet of ours names."""
    return {path.as_uri(): Drawing(path) for path in sorted(folder.rglob("*.svg"))}


def _copy(stream: pydyf.Stream) -> pydyf.Stream:
    """Return a stream that another file may number anew."""
    extra = pydyf.Dictionary(stream.extra)
    if "SMask" in extra:
        extra["SMask"] = _copy(extra["SMask"])
    return pydyf.Stream(stream.stream, extra)
