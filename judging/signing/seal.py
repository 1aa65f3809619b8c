"""The visible seal: a small page of its own, laid into the gap of the certificate as the signature's appearance.

The words are Indonesian and fixed, like all words of a certificate (`judging/pdf/layout.py`).
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from babel.dates import format_date
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf
from judging.pdf.codes import qr_svg
from judging.pdf.typesetting import POINTS_PER_MM

ASSETS = Path(__file__).parent / "assets"
# The named place in the page (templates/judging/pdf/_framed.html, on the first page without a code), its upper left
# corner; as wide and high as the gap.
PLACE = "segel"
WIDTH, HEIGHT = 68 * POINTS_PER_MM, 13 * POINTS_PER_MM
SAYS, SAYS_TEST = "Ditandatangani secara elektronik oleh", "SEGEL UJI, bukan tanda tangan resmi"
# Marks of a tagged page; inside an appearance they would point into the structure of another file.
TAGGING = {"BDC", "BMC", "EMC"}
Box = tuple[float, float, float, float]


def place_of_seal(pdf: bytes) -> Box | None:
    """Return left, bottom, right and top in points of where the page leaves room; None where it leaves none."""
    with pikepdf.open(BytesIO(pdf)) as document:
        names = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        places = pikepdf.NameTree(names) if names is not None else {}
        place = next((place for name, place in places.items() if name.partition("-")[0] == PLACE), None)
        if place is None:
            return None
        left, top = (float(number) for number in list(place)[2:4])
    return left, top - HEIGHT, left + WIDTH, top


def seal_style(name: str, *, is_test: bool, at: datetime, check_address: str = "") -> StaticStampStyle:
    """Return the appearance of a signature by `name`. Of a test key it says that it is no signature."""
    return StaticStampStyle(
        border_width=0,
        background=_Page(_print_seal(name, is_test=is_test, at=at, check_address=check_address)),
        background_layout=SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, margins=Margins.uniform(0)
        ),
        background_opacity=1,
    )


def _print_seal(name: str, *, is_test: bool, at: datetime, check_address: str) -> bytes:
    day = format_date(localdate(at), "d MMMM y", locale="id")
    facts = {
        "name": name,
        "says": SAYS_TEST if is_test else SAYS,
        "is_test": is_test,
        "day": day,
        # At level Q the squares would be too small to read on 12 mm.
        "code": qr_svg(check_address, level="m", css_class="code") if check_address else "",
    }
    pdf = print_pdf(
        render_to_string("judging/pdf/seal.html", facts),
        folder=ASSETS,
        stylesheets=["seal"],
        identifier=bytes.fromhex(hash_of(facts))[:16],
    )
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in TAGGING]
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        document.save(output, deterministic_id=True)
    return output.getvalue()


class _Page(PdfContent):
    """The first page of a PDF as content of another; pyHanko's own class reads from a path only."""

    def __init__(self, pdf: bytes):
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        page = self.writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Segel"] = page
        self.box = BoxConstraints(width=WIDTH, height=HEIGHT)
        return b"/Segel Do"
