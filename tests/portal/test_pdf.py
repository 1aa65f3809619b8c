import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML

from innovation_portal.utils.pdf import ASSETS, LONGEST_WORD, AssetFetcher, allow_breaks, print_pdf, printable


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        f"file://example.org{ASSETS}/fonts.css",
        f"{ASSETS.as_uri()}/../pdf.py",
        f"{ASSETS.as_uri()}/%2e%2e/pdf.py",
        "data:text/plain,a",
        "emblem:",
        "ftp://a/b",
    ],
)
def test_fetcher_refuses_everything_but_our_assets(address):
    with pytest.raises(ValueError, match="may not load"):
        AssetFetcher().fetch(address)


def test_fetcher_reads_shared_assets_its_folder_and_given_pictures(tmp_path):
    (tmp_path / "own.css").write_text("p {}")
    fetcher = AssetFetcher(tmp_path, {"emblem:": b"picture"})

    read = [fetcher.fetch(url).read() for url in (f"{ASSETS.as_uri()}/fonts.css", f"{tmp_path.as_uri()}/own.css")]

    assert read == [Path(ASSETS / "fonts.css").read_bytes(), b"p {}"]
    assert fetcher.fetch("emblem:").read() == b"picture"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Antrean 90 → 20 menit, ≥ 95 %", "Antrean 90 -> 20 menit, >= 95 %"),
        ("\uf0b7 butir dari Word\r\n● butir", "• butir dari Word\n• butir"),
        ("efﬁsien ①", "effisien 1"),
        ("tanda 😀\ufe0f dan 漢", "tanda [U+1F600] dan [U+6F22]"),
        ("lebar\u3000tetap\x00", "lebar tetap"),
        ("Ḥasyim é – “kutip” …", "Ḥasyim é – “kutip” …"),
    ],
)
def test_printable_spells_what_the_font_lacks(typed, printed):
    assert printable({"texts": [typed], "count": 3, "none": None}) == {"texts": [printed], "count": 3, "none": None}


@pytest.mark.parametrize("sign", ["x", "\u00a0", "-"], ids=["letters", "no-break spaces", "hyphens"])
def test_a_line_may_end_inside_a_word_that_is_too_long(sign):
    page = HTML(string=f"<p>Kata {sign * (2 * LONGEST_WORD + 9)}<br>{sign * 70} biasa</p>").etree_element

    allow_breaks(page)

    longest = sign * LONGEST_WORD
    assert "".join(page.itertext()) == (
        f"Kata {longest}\u200b{longest}\u200b{sign * 9}{longest}\u200b{sign * (70 - LONGEST_WORD)} biasa"
    )


def test_checksums_usual_words_links_and_what_a_file_says_of_itself_stay_as_they_are():
    address = "https://example.id/" + "a" * 100
    usual = "Antrean 90 menit, https://jatengprov.go.id/inovasi/antrean?tahun=2026 " * 9
    kept = f'<head><title>{address}</title></head><body><a href="{address}">{usual}</a><p>{"0" * 64}</p></body>'
    page = HTML(string=kept).etree_element

    allow_breaks(page)

    assert "".join(page.itertext()) == f"{address}{usual}{'0' * 64}"
    assert page.find("body/a").get("href") == address


def test_a_long_word_is_printed_whole_and_conforming():
    html = f"<html lang=id><title>Dosir</title><p>{'bukti' * 60}</p>"
    pdf = print_pdf(html, folder=ASSETS, stylesheets=["document"], identifier=b"0" * 16)

    with pypdfium2.PdfDocument(pdf) as document:
        assert "bukti" * 60 in "".join(document[0].get_textpage().get_text_bounded().split())
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        assert document.open_metadata().pdfa_status == "2A"


@pytest.mark.parametrize("sign", ["y", "y\u00a0"], ids=["letters", "no-break spaces"])
def test_no_word_keeps_the_printing_busy(sign):
    """One printing keeps all others of its process waiting."""
    press = (
        "import sys; from innovation_portal.utils.pdf import ASSETS, print_pdf;"
        "html = '<html lang=id><title>Dosir</title><p>' + (sys.argv[1] * 200_000)[:200_000];"
        "print_pdf(html, folder=ASSETS, stylesheets=['document'], identifier=b'0' * 16)"
    )

    subprocess.run([sys.executable, "-c", press, sign], check=True, timeout=60)  # noqa: S603
