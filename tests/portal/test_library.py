"""Documents and pictures that editors put into Wagtail's library, through each of its doors."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from innovation_portal.utils import files, library_forms
from innovation_portal.utils.files import FILE_POLICY
from tests.factories.accounts import UserFactory
from tests.portal.test_torture import located

PDF = b"%PDF-1.7\n%%EOF\n"


def packed(*names, **contents) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "")
        for name, content in contents.items():
            archive.writestr(name, content)
    return written.getvalue()


def workbook() -> bytes:
    written = io.BytesIO()
    Workbook().save(written)
    return written.getvalue()


@pytest.fixture
def root(client, db):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def alone(client, upload):
    response = client.post("/admin/documents/add/", {"title": "Pedoman", "file": upload, "collection": 1})
    return [] if response.status_code == 302 else response.context["form"].errors["file"]


def among_several(client, upload):
    answer = client.post("/admin/documents/multiple/add/", {"title": "Pedoman", "files[]": upload, "collection": 1})
    said = json.loads(answer.content)
    return [] if said["success"] else [said["error_message"]]


def while_choosing(client, upload):
    data = {"document-chooser-upload-title": "Pedoman", "document-chooser-upload-file": upload}
    answer = client.post("/admin/documents/chooser/create/", data | {"document-chooser-upload-collection": 1})
    return [] if json.loads(answer.content)["step"] == "chosen" else [answer.content.decode()]


@pytest.mark.parametrize("door", [alone, among_several, while_choosing], ids=lambda door: door.__name__)
@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("pedoman.pdf", PDF, None),
        ("jadwal.xlsx", workbook(), None),
        ("pedoman.pdf", b"MZ\x90\x00", "Isi berkas ini tidak sesuai dengan namanya."),
        ("halaman.html", b"<script>alert(1)</script>", "Dokumen yang diterima: .pdf, .docx, .xlsx"),
        ("gambar.svg", b"<svg onload='alert(1)'/>", "Dokumen yang diterima: .pdf, .docx, .xlsx"),
    ],
)
def test_a_document_is_what_its_name_says_at_every_door(root, door, name, content, problem):
    said = " ".join(door(root, SimpleUploadedFile(name, content)))

    assert (problem or "") in said
    assert Document.objects.count() == (0 if problem else 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("a.PPTX", packed("ppt/presentation.xml")),
        ("a.odt", packed(mimetype="application/vnd.oasis.opendocument.text")),
        ("a.csv", b"kode;nama\nDINKES;Dinas Kesehatan\n"),
        ("a.txt", "Catatan ꦱꦮꦃ".encode()),
    ],
)
def test_documents_of_offices_are_taken(name, content):
    upload = SimpleUploadedFile(name, content)

    library_forms.check_document(upload)

    assert upload.read() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", packed("xl/workbook.xml"), "wrong_type"),
        ("a.docx", b"PK\x03\x04", "wrong_type"),
        ("a.docx", packed("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.ods", packed("Basic/Standard/script-lb.xml", "mimetype"), "macros"),
        ("a.odt", packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "wrong_type"),
        ("a.odt", packed("content.xml"), "wrong_type"),
        ("a.csv", b"MZ\0\0", "wrong_type"),
        ("a.exe", b"MZ", "wrong_ending"),
    ],
)  # fmt: skip
def test_what_pretends_to_be_a_document_is_refused(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        library_forms.check_document(SimpleUploadedFile(name, content))

    assert refusal.value.code == code


def test_the_scanner_sees_documents_and_pictures(root, monkeypatch):
    def refuse(upload):
        raise ValidationError("Ada virus.", code="infected")

    for module in (library_forms, files):
        monkeypatch.setattr(module, "refuse_virus", refuse)
    picture = io.BytesIO()
    Image.new("RGB", (8, 6)).save(picture, "PNG")
    data = {"title": "Foto", "file": SimpleUploadedFile("a.png", picture.getvalue()), "collection": 1}

    assert alone(root, SimpleUploadedFile("pedoman.pdf", PDF)) == ["Ada virus."]
    assert root.post("/admin/images/add/", data).context["form"].errors["file"] == ["Ada virus."]
    assert (Document.objects.count(), get_image_model().objects.count()) == (0, 0)


def picture_alone(client, upload):
    return client.post("/admin/images/add/", {"title": "Foto", "file": upload, "collection": 1})


def picture_among_several(client, upload):
    return client.post("/admin/images/multiple/add/", {"title": "Foto", "files[]": upload, "collection": 1})


def picture_while_choosing(client, upload):
    data = {"image-chooser-upload-title": "Foto", "image-chooser-upload-file": upload}
    return client.post("/admin/images/chooser/create/", data | {"image-chooser-upload-collection": 1})


PICTURE_DOORS = [picture_alone, picture_among_several, picture_while_choosing]


@pytest.mark.parametrize("door", PICTURE_DOORS, ids=lambda door: door.__name__)
def test_visitors_get_no_place_and_no_foreign_file_with_a_picture(root, door):
    door(root, SimpleUploadedFile("Foto Balai Desa.jpg", located() + packed("a.txt")))

    picture = get_image_model().objects.get()
    with picture.get_rendition("width-4").file.open() as sent, picture.file.open() as kept:
        stored = [kept.read(), sent.read()]
    assert picture.file.name.startswith("original_images/Foto_Balai_Desa")
    assert (picture.width, picture.height, picture.file_size) == (8, 6, len(stored[0]))
    for content in stored:
        with Image.open(io.BytesIO(content)) as seen:
            assert (seen.format, dict(seen.getexif())) == ("JPEG", {})
        assert b"PK\x03\x04" not in content
        assert b"Kamera" not in content


@pytest.mark.parametrize("door", PICTURE_DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", b"MZ"), ("a.svg", b"<svg onload='alert(1)'/>"), ("a.gif", b"GIF89a"), ("a.jpg", located()[:200])],
)
def test_what_is_no_picture_does_not_come_into_the_library(root, door, name, content):
    door(root, SimpleUploadedFile(name, content))

    assert get_image_model().objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), ("a.jpg", b"\xff\xd8\xff\xe0" + b"JFIF" * 9)],
)
def test_what_only_begins_like_a_picture_is_refused_with_a_reason(root, name, content):
    alone_data = {"title": "Foto", "file": SimpleUploadedFile(name, content), "collection": 1}
    among_data = {"title": "Foto", "files[]": SimpleUploadedFile(name, content), "collection": 1}

    one = root.post("/admin/images/add/", alone_data).context["form"].errors["file"]
    several = json.loads(root.post("/admin/images/multiple/add/", among_data).content)

    assert (len(one), several["success"], several["error_message"]) == (1, False, one[0])
    assert get_image_model().objects.count() == 0


def test_a_title_is_changed_without_the_file(root):
    document = Document.objects.create(title="Lama", file=ContentFile(b"MZ", name="lama.pdf"))

    response = root.post(f"/admin/documents/edit/{document.pk}/", {"title": "Baru", "collection": 1})

    document.refresh_from_db()
    assert (response.status_code, document.title) == (302, "Baru")


def test_a_document_of_the_library_is_framed_by_nobody_else(client, db):
    document = Document.objects.create(title="Pedoman", file=ContentFile(PDF, name="pedoman.pdf"))

    response = client.get(document.url)

    assert (b"".join(response), response.headers["Content-Security-Policy"]) == (PDF, FILE_POLICY)
