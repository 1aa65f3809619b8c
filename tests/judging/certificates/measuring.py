"""What printing many certificates costs, beside other ways of printing the same.

`script/benchmark certificates [how many]` prints the table of docs/performance.md. Every way runs in a process of its
own, on the same drawn payloads, and writes what it makes to disk. No database and no network.
"""

import csv
import random
import re
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import django
import segno
from django.conf import settings
from fontTools.ttLib import TTFont as FontFile
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from weasyprint import HTML

SEED = 2026
COUNT = 1000
DESIGNS = ("gunungan", "parang", "tumpal")
POINTS = 0.75  # of a CSS pixel, in which ornaments are drawn
CODE_PLACE, CODE_SIZE = (200 * mm, 25), 55.5  # in points


SOURCES = (("agencies.csv", "name"), ("past_innovations.csv", "title"))


def payloads(count: int) -> list[dict]:
    """Draw names and titles of the registry, the same ones every time; designs stand together, as in a year."""
    numbers = random.Random(SEED)  # noqa: S311  (no secret)
    data = settings.BASE_DIR / "submissions" / "data"
    names, titles = (_column(data / file, name) for file, name in SOURCES)
    made = []
    for place in range(count):
        code = "".join(numbers.choices("23456789ABCDEFGHJKMNPQRSTVWXYZ", k=12))
        made.append(
            certificate_payload(
                public_id=code,
                number=f"000.8.3.4/{place + 1:04}/2026",
                check_address=f"https://inovasi.contoh.go.id/piagam/{code}/",
                design=DESIGNS[place * len(DESIGNS) // count],
                recipient={"name": numbers.choice(names), "region": "", "innovators": ["Sri Rahayu"]},
                innovation=numbers.choice(titles),
            )
        )
    return made


def _column(file: Path, name: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as rows:
        return [row[name] for row in csv.DictReader(rows)]


def portal(many: list[dict], folder: Path) -> None:
    for payload, pdf in zip(many, print_certificates(many, pictures={}), strict=True):
        (folder / f"{payload['public_id']}.pdf").write_bytes(pdf)


def one_document(many: list[dict], folder: Path) -> None:
    """WeasyPrint alone, the pages of each design in one file, with tags and PDF/A as ours have them."""
    for design in DESIGNS:
        alike = [payload for payload in many if payload["design"] == design]
        if alike:
            (folder / f"{design}.pdf").write_bytes(_weasyprint(alike))


def one_document_sharing(many: list[dict], folder: Path) -> None:
    """The same with the portal's ornaments, drawn once, and without tags: the least that these pages can cost."""
    for design in DESIGNS:
        alike = [payload for payload in many if payload["design"] == design]
        if alike:
            pages = [lay_out(payload) for payload in alike]
            images = images_of(alike, {})
            pdf = print_together(sheets_of(pages), folder=ASSETS, stylesheets=pages[0].stylesheets, pictures=images)
            (folder / f"{design}.pdf").write_bytes(pdf)


def one_each(many: list[dict], folder: Path) -> None:
    for payload in many:
        (folder / f"{payload['public_id']}.pdf").write_bytes(_weasyprint([payload]))


def _weasyprint(alike: list[dict]) -> bytes:
    pages = [lay_out(payload) for payload in alike]
    return HTML(string=sheets_of(pages), base_url=ASSETS.as_uri() + "/", url_fetcher=AssetFetcher(ASSETS)).write_pdf(
        stylesheets=[_stylesheet(ASSETS, name) for name in ("fonts", *pages[0].stylesheets)],
        font_config=_fonts(),
        cache=images_of(alike, {}),
        pdf_variant=VARIANT,
        pdf_identifier=b"1" * 16,
    )


def reportlab(many: list[dict], folder: Path) -> None:
    """The same words, code and ornaments in single files, without tags and PDF/A, which ReportLab does not write.

    It gets the ornaments as finished drawings, which favours it: it only packs them into each file. The code it draws
    with its own means.
    """
    for payload in many:
        (folder / f"{payload['public_id']}.pdf").write_bytes(_reportlab(payload, _own_code))


def reportlab_given_codes(many: list[dict], folder: Path) -> None:
    """The same with the code from `segno`, as the portal has it, which is five times as fast as ReportLab's own."""
    for payload in many:
        (folder / f"{payload['public_id']}.pdf").write_bytes(_reportlab(payload, _given_code))


def _own_code(canvas: Canvas, address: str) -> None:
    drawing = Drawing(CODE_SIZE, CODE_SIZE)
    drawing.add(QrCodeWidget(address, barLevel="Q", barBorder=0, barWidth=CODE_SIZE, barHeight=CODE_SIZE))
    renderPDF.draw(drawing, canvas, *CODE_PLACE)


def _given_code(canvas: Canvas, address: str) -> None:
    matrix = segno.make(address, error="q", micro=False, boost_error=False).matrix
    side = CODE_SIZE / len(matrix)
    left, bottom = CODE_PLACE
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for place, is_dark in enumerate(modules):
            if is_dark:
                path.rect(left + place * side, bottom + CODE_SIZE - (row + 1) * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)


def _reportlab(payload: dict, draw_code: Callable[[Canvas, str], None]) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=landscape(A4), pageCompression=1)
    canvas.setTitle(f"{payload['title']} {payload['number']}, {payload['recipient']['name']}")
    canvas.setAuthor(payload["issuer"])
    canvas.saveState()
    canvas.transform(POINTS, 0, 0, -POINTS, 0, landscape(A4)[1])
    for content in _ornaments(payload["design"]):
        canvas._code.append(content)
    canvas.restoreState()
    context = lay_out(payload).context
    foot = context["foot"]
    signings = chain.from_iterable((*signing.above, *signing.below) for signing in foot.signings)
    top = 190 * mm
    for part in chain(context["head"], context["column"], signings, foot.check):
        canvas.setFont(_face(part.name), part.size)
        top -= part.gap * mm
        for line in part.lines:
            top -= part.size * 1.2
            canvas.drawString(104 * mm, top, line)
    draw_code(canvas, payload["check_address"])
    canvas.save()
    return target.getvalue()


@cache
def _face(part: str) -> str:
    name = "fraunces-latin-600" if part in {"title", "name", "award", "work"} else "plus-jakarta-sans-latin-400"
    content = BytesIO()
    font = FontFile(FONTS / f"{name}-normal.woff2")
    font.flavor = None
    font.save(content)
    content.seek(0)
    pdfmetrics.registerFont(TTFont(name, content))
    return name


@cache
def _ornaments(design: str) -> list[str]:
    """Return the drawing commands of a design as WeasyPrint made them, without the states that ReportLab lacks."""
    drawings = drawings_in(ASSETS).values()
    known = {one.id for drawing in drawings for one in drawing._drawn.values()}
    list(print_certificates([certificate_payload(design=design)], pictures={}))
    drawn = [one for drawing in drawings for one in drawing._drawn.values() if one.id not in known]
    commands = [zlib.decompress(one._content).decode() for one in drawn]
    return [re.sub(r"/\S+ gs\n", "", command) for command in commands]


WAYS: dict[str, Callable[[list[dict], Path], None]] = {
    "portal": portal,
    "one_document": one_document,
    "one_document_sharing": one_document_sharing,
    "one_each": one_each,
    "reportlab": reportlab,
    "reportlab_given_codes": reportlab_given_codes,
}


def measure(way: str, count: int, share: int, shares: int) -> None:
    """Print seconds of processor and of the clock, MB of memory at most, and kB of the largest file."""
    many = payloads(count)[share::shares]
    with TemporaryDirectory() as folder:
        processor, clock = process_time(), perf_counter()
        WAYS[way](many, Path(folder))
        seconds = process_time() - processor, perf_counter() - clock
        largest = max(file.stat().st_size for file in Path(folder).iterdir())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(" ".join(f"{number:.2f}" for number in (*seconds, memory, largest / 1000)) + "\n")


def start(way: str, count: int, share: int = 0, shares: int = 1) -> subprocess.Popen:
    command = [sys.executable, "-m", __spec__.name, way, str(count), str(share), str(shares)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603


def figures(process: subprocess.Popen) -> list[float]:
    output, _errors = process.communicate()
    return [float(number) for number in output.split()]


def report(count: int) -> None:
    measured = {way: figures(start(way, count)) for way in WAYS}
    halves = [figures(process) for process in [start("portal", count, share, 2) for share in range(2)]]
    ours = measured["portal"]
    lines = [
        f"{count} certificates, seed {SEED}",
        "",
        "| way | processor s | ms each | clock s | MB | largest file kB | portal takes |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for way, (processor, clock, memory, largest) in measured.items():
        cells = f"{processor:.1f} | {processor / count * 1000:.0f} | {clock:.1f} | {memory:.0f} | {largest:.0f}"
        lines.append(f"| {way} | {cells} | {ours[0] / processor:.2f} |")
    slower, memory = max(half[1] for half in halves), max(half[2] for half in halves)
    lines += ["", f"Two processes of the portal: {slower:.1f} s by the clock, {memory:.0f} MB each,"]
    lines += [f"{ours[1] / slower:.2f} times as fast as one."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    django.setup()
    from innovation_portal.utils.pdf import FONTS, VARIANT, AssetFetcher, _fonts, _stylesheet, print_together
    from innovation_portal.utils.pdf_drawings import drawings_in
    from judging.pdf import lay_out, print_certificates
    from judging.pdf.press import ASSETS, images_of, sheets_of
    from tests.factories.certificates import certificate_payload

    if len(sys.argv) > 2:
        measure(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        report(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
