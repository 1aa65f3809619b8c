"""Signed files of other tools: added to our bytes or written anew, with our page or with another one."""

from io import BytesIO

import pikepdf
import pytest

from innovation_portal.utils import clock
from judging.pdf import print_certificate
from judging.signing import Difference, code_in, difference, sign
from tests.factories.certificates import certificate_payload, emblem_png

PACKINGS = [
    {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
    {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    {"linearize": True},
]


def saved(pdf: bytes, change=None, **options) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if change:
            change(document)
        document.save(output, **options)
    return output.getvalue()


def seal_of(side: float, kind: str = "/Widget"):
    def change(document):
        box = [0, 0, side, side]
        seal = pikepdf.Dictionary(Subtype=pikepdf.Name(kind), FT=pikepdf.Name.Sig, T="Segel", Rect=box)
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(seal)])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=document.pages[0].obj.Annots)

    return change


def add_page(document):
    document.add_blank_page()


def cover(document):
    document.pages[0].contents_add(b"1 1 1 rg 0 0 800 500 re f")


def script(document):
    document.Root.Names.JavaScript = pikepdf.Dictionary(Names=[])


def enlarge(document):
    document.pages[0].mediabox = [0, 0, 900, 900]


def open_action(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def test_signature_alone_is_no_difference(paper, official):
    assert difference(paper, sign(paper, official, at=clock.now())) is None


@pytest.mark.parametrize("options", PACKINGS, ids=["loose", "unpacked", "linear"])
def test_file_that_was_written_anew_with_our_page_is_no_difference(options):
    ours = print_certificate(certificate_payload(emblem="emblem.png"), pictures={"emblem.png": emblem_png()})

    theirs = saved(ours, seal_of(150), **options)

    assert (difference(ours, theirs), code_in(theirs)) == (None, "7K4M2QXDWW3H")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (add_page, Difference.PAGES),
        (cover, Difference.PAGE),
        (enlarge, Difference.PAGE),
        (script, Difference.ACTIVE),
        (open_action, Difference.ACTIVE),
        (seal_of(300), Difference.SEAL),
        (seal_of(50, "/Stamp"), Difference.ADDED),
    ],
)
def test_what_was_added_to_our_page_is_found(paper, change, found):
    assert difference(paper, saved(paper, change)) == found


@pytest.mark.parametrize(
    "changes",
    [
        {"award": "Terbaik II"},
        {"recipient": {"name": "RSUD Keled", "region": "", "innovators": []}},
        {"design": "tumpal"},
    ],
)
def test_page_of_another_payload_differs(paper, changes):
    assert difference(paper, print_certificate(certificate_payload(**changes))) == Difference.PAGE


def test_emblem_that_was_exchanged_is_found():
    payload = certificate_payload(emblem="emblem.png")
    other = emblem_png(colour=(200, 0, 0, 255))

    ours, theirs = (print_certificate(payload, pictures={"emblem.png": one}) for one in (emblem_png(), other))

    assert difference(ours, theirs) == Difference.PAGE


def test_encrypted_and_broken_files_are_told(paper):
    locked = saved(paper, encryption=pikepdf.Encryption(owner="a", user="b"))
    open_to_read = saved(paper, encryption=pikepdf.Encryption(owner="a", user=""))

    assert [difference(paper, file) for file in (locked, open_to_read, b"", paper[:900])] == [
        Difference.ENCRYPTED,
        Difference.ENCRYPTED,
        Difference.UNREADABLE,
        Difference.UNREADABLE,
    ]
    assert [code_in(file) for file in (locked, b"", b"%PDF-")] == ["", "", ""]


def test_code_is_found_in_the_metadata_where_the_other_description_is_gone(paper):
    def forget(document):
        del document.trailer.Info

    assert code_in(saved(paper, forget)) == "7K4M2QXDWW3H"
