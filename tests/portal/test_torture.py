"""Files that want to do harm, through the one function that judges what arrives at every door."""

import io
import socket
import struct
import threading
import zipfile
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from innovation_portal.utils import file_contents, virus_scan
from innovation_portal.utils.file_contents import without_metadata
from innovation_portal.utils.file_reader import MOST_UNFOLDED
from innovation_portal.utils.files import validate_upload
from tests.factories.files import PDF, pdf_of

SCRIPT = b"<html><script>alert(1)</script></html>"


def picture(format_, mode="RGB", size=(8, 6), **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, format_, **options)
    return written.getvalue()


def zipped(content=b"0" * 10) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("isi.txt", content)
    return written.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[2] = (7.0, 0.0, 0.0)
    return picture("JPEG", exif=exif)


def png_with(width, height) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def moving() -> bytes:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("navy", "white", "red")]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


def acting(name, **entries):
    def change(document):
        action = pikepdf.Dictionary(S=pikepdf.Name(name), **entries)
        document.Root.OpenAction = document.make_indirect(action)

    return pdf_of(change=change)


def acting_on_its_pages(document):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.pages[0].obj.AA = pikepdf.Dictionary(O=script)


def carrying(document):
    document.attachments["program.exe"] = b"MZ"


def unfolding_to(size: int) -> bytes:
    """A file with one long word in a compressed stream."""

    def change(document):
        document.Root.Padding = document.make_indirect(pikepdf.String("a" * size))

    return pdf_of(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def unfolding_in_many_parts(parts=300) -> bytes:
    """Some hundred arrays in one compressed stream: none is too large by itself, together they are gigabytes."""
    array = b"[" + b"0 " * 99_000 + b"] "
    first = 5
    table = b"".join(b"%d %d " % (first + part, part * len(array)) for part in range(parts))
    packed = zlib.compress(table + array * parts, 9)
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>",
        4: _stream(b"/Type/ObjStm/N %d/First %d" % (parts, len(table)), packed),
    }
    file, places = bytearray(b"%PDF-1.5\n"), {}
    for number, body in bodies.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    last = first + parts
    rows = [struct.pack(">BIH", 0, 0, 0)]
    rows += [struct.pack(">BIH", 1, places[number], 0) for number in bodies]
    rows += [struct.pack(">BIH", 2, 4, part) for part in range(parts)]
    rows += [struct.pack(">BIH", 1, len(file), 0)]
    index = _stream(b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (last + 1), zlib.compress(b"".join(rows)))
    return bytes(file) + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, index, len(file))


def _stream(entries: bytes, packed: bytes) -> bytes:
    facts = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed))
    return facts + b"stream\n" + packed + b"\nendstream"


def encrypted() -> bytes:
    return pdf_of(encryption=pikepdf.Encryption(owner="a", user="b"))


REFUSED = {
    "renamed executable": ("laporan.pdf", b"MZ\x90\0" + b"\0" * 600, "wrong_type"),
    "svg with script": ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "wrong_type"),
    "html before a pdf": ("laporan.pdf", SCRIPT + PDF, "wrong_type"),
    "zip as a picture": ("foto.jpg", zipped(), "wrong_type"),
    "gif": ("foto.png", picture("GIF"), "wrong_type"),
    "zero bytes": ("foto.png", b"", "empty"),
    "only zeros": ("foto.png", b"\0" * 5000, "wrong_type"),
    "20,000 x 20,000": ("foto.png", png_with(20_000, 20_000), "too_many_pixels"),
    "60,000 x 60,000": ("foto.png", png_with(60_000, 60_000), "too_many_pixels"),
    "moving": ("foto.webp", moving(), "moving"),
    "truncated png": ("foto.png", picture("PNG", size=(400, 300))[:60], "damaged"),
    "pdf with script": ("a.pdf", acting("/JavaScript", JS="app.alert(1)"), "active"),
    "pdf that starts a program": ("a.pdf", acting("/Launch", F="cmd.exe"), "active"),
    "pdf that sends": ("a.pdf", acting("/SubmitForm", F="https://lain.example.id/"), "active"),
    "pdf with script on a page": ("a.pdf", pdf_of(change=acting_on_its_pages), "active"),
    "pdf with a file": ("a.pdf", pdf_of(change=carrying), "active"),
    "pdf in object streams": (
        "a.pdf",
        pdf_of(change=acting_on_its_pages, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "active",
    ),
    "pdf that unfolds": ("a.pdf", unfolding_to(MOST_UNFOLDED + 1000), "damaged"),
    "pdf that unfolds in many parts": ("a.pdf", unfolding_in_many_parts(), "damaged"),
    "locked pdf": ("a.pdf", encrypted(), "encrypted"),
    "10,000 pages": ("a.pdf", pdf_of(10_000), "too_many_pages"),
    "pdf of nothing": ("a.pdf", b"%PDF-1.7\n%%EOF\n", "damaged"),
    "direction in the name": ("foto\u202egnp.exe", picture("PNG"), "name_disagrees"),
    "zero in the name": ("foto.exe\0.png.exe", picture("PNG"), "name_disagrees"),
}


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        validate_upload(named(name, content))

    assert refusal.value.code == code
    assert refusal.value.messages[0]


def named(name, content):
    """Return an upload with a name that Django has not cleaned."""
    upload = SimpleUploadedFile("a", content)
    upload._name = name
    return upload


DRAWN_ANEW = {
    "with a place": ("foto.jpg", located()),
    "jpeg and zip": ("foto.jpg", picture("JPEG") + zipped()),
    "png and script": ("foto.png", picture("PNG") + b"<?php system('id'); ?>" + SCRIPT),
    "webp and zip": ("foto.webp", picture("WEBP") + zipped()),
    "cmyk": ("foto.jpg", picture("JPEG", "CMYK")),
    "grey": ("foto.jpg", picture("JPEG", "L")),
    "palette": ("foto.png", picture("PNG", "P")),
}


@pytest.mark.parametrize(("name", "content"), DRAWN_ANEW.values(), ids=DRAWN_ANEW)
def test_of_a_picture_only_what_is_seen_is_kept(name, content):
    kept = validate_upload(named(name, content)).file.read()

    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.size, dict(drawn.getexif())) == ((8, 6), {})
    for foreign in (b"PK\x03\x04", b"<?php", b"<script", b"Kamera"):
        assert foreign not in kept
    again = SimpleUploadedFile(name, content)
    assert validate_upload(again).file.read() == kept


def test_a_path_in_the_name_is_left_out():
    assert validate_upload(named("../../etc/cron.d/laporan.pdf", PDF)).name == "laporan.pdf"


@pytest.fixture
def scanner():
    """A function that answers once as clamd would, whatever it is sent; returns its address and what it got."""
    listening = socket.create_server(("127.0.0.1", 0))
    got = io.BytesIO()

    def serve(answer: bytes):
        def once():
            peer, _address = listening.accept()
            with peer, peer.makefile("rb") as incoming:
                assert incoming.read(10) == b"zINSTREAM\0"
                while length := struct.unpack(">I", incoming.read(4))[0]:
                    got.write(incoming.read(length))
                peer.sendall(answer)

        threading.Thread(target=once, daemon=True).start()
        return f"tcp:127.0.0.1:{listening.getsockname()[1]}"

    serve.got = got
    yield serve
    listening.close()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Test FOUND\0", "infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "not_scanned"),
        (b"", "not_scanned"),
    ],
)
def test_the_scanner_gets_the_whole_file_and_its_word_counts(settings, scanner, answer, code):
    settings.CLAMD_ADDRESS = scanner(answer)
    content = PDF + b"%" + b"0" * 200_000 + b"\n%%EOF\n"

    if code is None:
        assert validate_upload(SimpleUploadedFile("a.pdf", content)).file.read() == content
    else:
        with pytest.raises(ValidationError) as refusal:
            validate_upload(SimpleUploadedFile("a.pdf", content))
        assert refusal.value.code == code
    assert scanner.got.getvalue() == content


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1"])
def test_without_the_scanner_nothing_is_taken(settings, address):
    settings.CLAMD_ADDRESS = address

    with pytest.raises(ValidationError) as refusal:
        validate_upload(SimpleUploadedFile("a.pdf", PDF))

    assert refusal.value.code == "not_scanned"
    assert virus_scan.PATIENCE_SECONDS < 60


def named_people(document):
    """An author of a comment, a signature with its certificates, and a field whose name has to stay."""
    page = document.pages[0]
    comment = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="Rahma Wulandari", Contents="Cek lagi"
    )
    signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name="Rahma Wulandari", ContactInfo="rahma@example.id")
    signed, typed = (
        document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], FT=pikepdf.Name(kind), T=name
            )
        )
        for kind, name in (("/Sig", "ttd"), ("/Tx", "isian"))
    )
    signed.V = document.make_indirect(signature)
    page.Annots = document.make_indirect(pikepdf.Array([comment, signed, typed]))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[signed, typed])
    document.Root.DSS = document.make_indirect(pikepdf.Dictionary(Certs=["Rahma Wulandari"]))
    document.Root.Perms = pikepdf.Dictionary(DocMDP=signed.V)
    document.docinfo["/Author"] = "Rahma Wulandari"


def test_a_pdf_tells_nobody_who_wrote_commented_or_signed_it():
    cleaned = without_metadata(io.BytesIO(pdf_of(change=named_people)), "application/pdf")

    with pikepdf.open(cleaned) as document:
        comment, signed, typed = document.pages[0].Annots
        told = [str(one) for one in (*document.objects, document.trailer, document.Root)]
        assert [text for text in told if "Rahma" in text or "rahma" in text] == []
        assert (str(comment.Contents), str(signed.T), str(typed.T)) == ("Cek lagi", "ttd", "isian")
        assert [name for name in ("/T", "/V") if name in comment or (name == "/V" and name in signed)] == []


def test_a_file_on_which_the_reader_dies_is_damaged(monkeypatch):
    """Whatever it dies of, the portal goes on."""
    monkeypatch.setattr(file_contents, "SECONDS", 0.001)

    with pytest.raises(ValidationError) as refusal:
        validate_upload(SimpleUploadedFile("a.pdf", PDF))

    assert refusal.value.code == "damaged"
