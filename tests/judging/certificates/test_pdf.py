"""The PDF is read back: what stands on it, where, and what it says about itself."""

import csv
import json
import os
import subprocess
import sys
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings

from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import CertificateDesign
from judging.pdf import TextDoesNotFit, print_certificate
from judging.pdf.typesetting import tidy
from tests.factories.certificates import certificate_payload, emblem_png, signatory

MM = 72 / 25.4
# Where words may stand: left, bottom, right, top in millimetres from the lower left corner of the page.
SAFE_AREAS = {
    ("gunungan", "landscape"): (104, 14, 277, 195),
    ("gunungan", "portrait"): (23, 14, 187, 234),
    ("parang", "landscape"): (25, 25, 272, 185),
    ("parang", "portrait"): (25, 25, 185, 272),
    ("tumpal", "landscape"): (31, 14, 266, 196),
    ("tumpal", "portrait"): (20, 31, 190, 266),
}
DATA = settings.BASE_DIR / "submissions" / "data"


def column(file: str, name: str) -> list[str]:
    """Return a column of the registry's own data, from the shortest to the longest text."""
    with (DATA / file).open(encoding="utf-8", newline="") as rows:
        return sorted({row[name] for row in csv.DictReader(rows)}, key=len)


NAMES, TITLES = column("agencies.csv", "name"), column("past_innovations.csv", "title")
SHORT = {"recipient": {"name": NAMES[0], "region": "", "innovators": ["Sri"]}, "innovation": TITLES[0]}
LONG = {
    "recipient": {
        "name": NAMES[-1],
        "region": "Kabupaten Banjarnegara",
        "innovators": [f"Dr. Ḥasyim Nūr ʿAbdullāh {n}, S.Kep., M.Si." for n in range(12)],
    },
    "award": "Terbaik II Kelompok Kabupaten dan Kota, bidang Inklusi Sosial & Pemberdayaan Masyarakat",
    "innovation": f"{TITLES[-1]} <b> & café",
    "wording": "atas inovasi pelayanan publik yang terbukti bermanfaat, dapat ditiru, dan terus dijalankan " * 3,
    "is_example": True,
}
OFFICIAL = signatory(
    position="Kepala Biro Organisasi\nSekretariat Daerah Provinsi Jawa Tengah",
    name="Dr. Ir. Nama Penanda Tangan yang Panjang Sekali, M.Sc., Ph.D.",
    nip="19700101 199503 1 001",
    signature="signature.png",
)
LETTERHEAD = [
    "Pemerintah Provinsi Jawa Tengah",
    "Sekretariat Daerah",
    "Jalan Pahlawan Nomor 9 Semarang 50243, Telepon (024) 8311174",
]
HEADS = {
    "bare": {"signatories": [signatory()]},
    "full": {"signatories": [OFFICIAL, signatory()], "letterhead": LETTERHEAD, "emblem": "emblem.png"},
}
OTHER_KINDS = {
    "participant": {"award": "Peserta", "wording": "atas keikutsertaannya."},
    "innovator": {
        "award": "Inovator",
        "recipient": {"name": "Dr. H̱āfiẓ D’Áčėñgő & Ṭāhā <Sri>, S.Kep.", "region": NAMES[-1], "innovators": []},
    },
    "judge": {
        "award": "Ketua Tim Juri",
        "innovation": "",
        "recipient": {"name": "Prof. Dr. Ḥasyim Nūr ʿAbdullāh", "region": "", "innovators": []},
    },
}


def words(text: str) -> str:
    return " ".join(text.replace("\ufffe", "-").split())


def read(pdf: bytes) -> tuple[str, list[tuple[float, float, float, float]]]:
    """Return the text and the box of each run of text in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        page = document[0].get_textpage()
        return words(page.get_text_range()), [page.get_rect(i) for i in range(page.count_rects())]


def overlap(one, other) -> bool:
    slack = 0.6
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > slack and min(one[3], other[3]) - max(one[1], other[1]) > slack
    )


def outside(boxes, payload) -> list:
    left, bottom, right, top = (side * MM for side in SAFE_AREAS[payload["design"], payload["orientation"]])
    return [box for box in boxes if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top]


def printed(payload) -> bytes:
    names = [payload["emblem"], *(one["signature"] for one in payload["signatories"])]
    return print_certificate(payload, pictures={name: emblem_png() for name in names if name})


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("texts", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize(("design", "orientation"), SAFE_AREAS)
def test_certificate_shows_every_word_inside_its_frame_and_none_over_another(design, orientation, texts, head):
    payload = certificate_payload(design=design, orientation=orientation, **texts, **HEADS[head])

    text, boxes = read(printed(payload))

    assert outside(boxes, payload) == []
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []
    recipient = payload["recipient"]
    for expected in (
        payload["title"],
        f"Nomor {payload['number']}",
        recipient["name"],
        recipient["region"],
        payload["award"],
        payload["innovation"],
        payload["wording"],
        "Semarang, 9 September 2026",
        *[one[name] for one in payload["signatories"] for name in ("position", "name", "nip")],
        *(payload["letterhead"] or [payload["issuer"], payload["edition"]["name"]]),
        "inovasi.contoh.go.id/piagam",
        "7K4M-2QXD-WW3H",
    ):
        assert words(expected) in text
    assert ("(contoh, bukan piagam resmi)" in text) is payload["is_example"]
    assert "ditandatangani" not in text


@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize(("design", "orientation"), SAFE_AREAS)
def test_certificates_of_every_kind_are_whole(design, orientation, kind):
    payload = certificate_payload(design=design, orientation=orientation, kind=kind, **OTHER_KINDS[kind])

    text, boxes = read(printed(payload))

    assert outside(boxes, payload) == []
    for expected in (tidy(payload["recipient"]["name"]), payload["award"], payload["innovation"], payload["wording"]):
        assert words(expected) in text


def test_english_certificate_has_english_words_and_says_so():
    pdf = print_certificate(certificate_payload(language="en", title="Certificate of Merit"))

    text, _boxes = read(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        language = str(document.Root.Lang)

    assert language == "en"
    for expected in ("Number 000.8.3.4/0412/2026", "is presented to", "Semarang, 9 September 2026", "Innovators: Sri"):
        assert expected in text
    assert not {"Nomor", "diberikan", "Keaslian"} & set(text.split())


@pytest.mark.parametrize("design", CertificateDesign)
def test_page_of_the_first_certificates_is_printed_as_it_was(design):
    """The digests are of contents, fonts and pictures, unpacked, of files that look as those of before the change."""
    stored = json.loads((Path(__file__).parent / "first_page.json").read_text(encoding="utf-8"))

    pdf = print_certificate({**stored["payload"], "design": design.value})

    assert digest_of(pdf) == stored["digests"][design]


def digest_of(pdf: bytes) -> str:
    with pikepdf.open(BytesIO(pdf)) as document:
        return hash_of_chunks(
            one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse() for one in document.objects
        )


def test_certificate_names_as_many_innovators_as_there_is_room_for():
    text, _boxes = read(print_certificate(certificate_payload(**LONG)))

    assert "Inovator: Dr. Ḥasyim Nūr ‘Abdullāh 0, S.Kep., M.Si., Dr. Ḥasyim" in text
    assert "orang lainnya" in text


@pytest.mark.parametrize(("design", "orientation"), SAFE_AREAS)
def test_certificate_has_the_longest_texts_that_the_registry_can_hold(design, orientation):
    """200 characters of name and title and 100 of award are the limits of the models."""
    payload = certificate_payload(
        design=design,
        orientation=orientation,
        emblem="emblem.png",
        recipient={"name": ("Puskesmas Gunungwungkal " * 9)[:200], "region": "", "innovators": []},
        innovation=("Layanan jemput bola " * 10)[:200],
        award=("Terbaik bidang Kesehatan " * 4)[:100],
    )

    text, _boxes = read(print_certificate(payload, pictures={"emblem.png": emblem_png()}))

    assert words(payload["recipient"]["name"]) in text
    assert words(payload["innovation"]) in text


def test_text_that_cannot_fit_is_refused_instead_of_cut():
    with pytest.raises(TextDoesNotFit):
        print_certificate(certificate_payload(wording="sangat panjang " * 300))


@pytest.mark.parametrize(("design", "orientation"), SAFE_AREAS)
def test_qr_code_is_read_from_the_picture_and_leads_to_the_check_page(design, orientation):
    payload = certificate_payload(design=design, orientation=orientation)

    with pypdfium2.PdfDocument(print_certificate(payload)) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
        codes = zxingcpp.read_barcodes(picture)

    assert [code.text for code in codes] == [payload["check_address"]]


def test_pdf_says_what_it_is():
    payload = certificate_payload(emblem="emblem.png")

    with pikepdf.open(BytesIO(print_certificate(payload, pictures={"emblem.png": emblem_png()}))) as pdf:
        metadata = pdf.open_metadata()
        root = pdf.Root
        figures = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Figure"]

        assert pdf.check_pdf_syntax() == []
        assert metadata.pdfa_status == "2A"
        assert metadata["dc:title"] == "Piagam Penghargaan 000.8.3.4/0412/2026, RSUD Kelet"
        assert str(root.Lang) == "id"
        assert bool(root.MarkInfo.Marked) is True
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert {str(figure.Alt) for figure in figures} == {
            "Lambang Pemerintah Provinsi Jawa Tengah",
            f"Kode QR menuju {payload['check_address']}",
        }


def test_every_font_is_ours_and_embedded():
    payload = certificate_payload(**LONG)

    with pikepdf.open(BytesIO(print_certificate(payload))) as pdf:
        fonts = {
            str(o.FontName).split("+")[-1]: "/FontFile2" in o or "/FontFile3" in o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        }

    assert all(fonts.values())
    assert {name.split("-")[0] for name in fonts} == {"Fraunces", "Jakarta"}


def test_same_payload_gives_the_same_bytes_in_another_process():
    script = (
        "import sys, django; django.setup();"
        "from judging.pdf import print_certificate; from tests.factories.certificates import certificate_payload;"
        "sys.stdout.buffer.write(print_certificate(certificate_payload()))"
    )

    elsewhere = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "innovation_portal.settings.test", "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )

    assert elsewhere.stdout == print_certificate(certificate_payload())


def test_another_payload_gives_another_file():
    assert print_certificate(certificate_payload()) != print_certificate(certificate_payload(award="Terbaik II"))


def test_markup_in_a_name_is_printed_and_not_obeyed():
    name = '<img src="https://example.org/a.png"><b>RSUD</b>'

    text, _boxes = read(
        print_certificate(certificate_payload(recipient={"name": name, "region": "", "innovators": []}))
    )

    assert name in text
