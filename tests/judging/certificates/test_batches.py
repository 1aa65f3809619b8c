"""Many certificates printed together are the files that each would have been alone."""

from collections import Counter
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from innovation_portal.utils.pdf import PageFile, print_pages
from innovation_portal.utils.pdf_drawings import Drawing, drawings_in
from judging.enums import CertificateDesign
from judging.pdf import TextDoesNotFit, print_certificate, print_certificates
from judging.pdf.press import ASSETS
from tests.factories.certificates import certificate_payload, emblem_png

EMBLEMS = {"besar.png": emblem_png()}


def payloads(count: int = 2) -> list[dict]:
    """So many of each design, of which every second shows an emblem, and no two say the same."""
    return [
        certificate_payload(
            design=design.value,
            number=f"000.8.3.4/{design.value}-{place}/2026",
            public_id=f"{place}K4M2QXDWW3H",
            check_address=f"https://inovasi.contoh.go.id/piagam/{place}K4M2QXDWW3H/",
            recipient={"name": f"Puskesmas {design.label} {place}", "region": "", "innovators": ["Sri"] * place},
            emblem="besar.png" if place % 2 else "",
        )
        for design in CertificateDesign
        for place in range(count)
    ]


def test_batch_gives_the_same_bytes_as_each_alone():
    many = payloads()

    together = list(print_certificates(many, pictures=EMBLEMS))

    assert together == [print_certificate(payload, pictures=EMBLEMS) for payload in many]


def test_each_file_of_a_batch_says_what_it_is_and_nothing_of_the_others():
    many = payloads()

    for payload, content in zip(many, print_certificates(many, pictures=EMBLEMS), strict=True):
        with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
            kinds = Counter(str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one)
            fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
            assert pdf.check_pdf_syntax() == []
            assert len(pdf.pages) == 1
            assert metadata["dc:title"] == f"Piagam Penghargaan {payload['number']}, {payload['recipient']['name']}"
            assert metadata["xmp:CreateDate"] == payload["issued_at"]
            assert metadata.pdfa_status == "2A"
            assert bool(pdf.Root.MarkInfo.Marked) is True
            assert str(pdf.Root.Lang) == "id"
            assert (kinds["/H1"], kinds["/Figure"]) == (1, 2 if payload["emblem"] else 1)
            assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        with pypdfium2.PdfDocument(content) as pdf:
            text = pdf[0].get_textpage().get_text_range()
        assert payload["recipient"]["name"] in text.replace("\r\n", " ")
        assert text.count("Nomor") == 1


def test_ornament_is_drawn_once_and_stands_packed_in_every_file():
    cloth = drawings_in(ASSETS)[(ASSETS / "ornaments" / "kawung.svg").as_uri()]

    files = list(print_certificates([certificate_payload(number=f"{place}") for place in range(3)], pictures={}))

    [drawn] = cloth._drawn.values()
    assert [content.count(drawn._content) for content in files] == [1, 1, 1]
    assert max(map(len, files)) < 40_000


def test_text_that_does_not_fit_stops_its_batch():
    with pytest.raises(TextDoesNotFit):
        list(print_certificates([certificate_payload(), certificate_payload(wording="panjang " * 400)], pictures={}))


def test_pages_that_are_more_than_the_files_are_refused():
    file = PageFile("Judul", "Penerbit", "Perihal", "2026-09-09T03:00:00Z", b"1" * 16)
    two_pages = '<html lang="id"><p>satu<p style="break-before: page">dua'

    with pytest.raises(ValueError, match="2 pages were laid out for 1 files"):
        list(print_pages(two_pages, [file], folder=ASSETS, stylesheets=["certificate"]))


@pytest.mark.parametrize(
    ("shape", "is_shared"), [('fill="red"', True), ('fill="red" fill-opacity=".5"', True), ('opacity=".5"', False)]
)
def test_drawing_that_needs_more_than_colours_is_drawn_by_weasyprint_itself(tmp_path, shape, is_shared):
    """A group that is transparent as a whole needs an object of its own; it is drawn for each page, as before."""
    path = tmp_path / "ornamen.svg"
    shapes = f'<rect {shape} width="9" height="9"/>'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{shapes}</svg>')

    drawn = Drawing(path)._draw_once(9, 9, None)

    assert (drawn is not None) is is_shared
