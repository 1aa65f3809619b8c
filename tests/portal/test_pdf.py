from pathlib import Path

import pytest

from innovation_portal.utils.pdf import ASSETS, AssetFetcher, printable


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
