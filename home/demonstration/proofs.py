"""Small real files to attach as evidence, made once and given to every submission under its own title."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from weasyprint import HTML

PAGE = """
<html lang="id"><head><title>{title}</title><style>
@page {{ size: A4; margin: 25mm; @bottom-center {{ content: "Berkas contoh, seluruh isinya rekaan" }} }}
body {{ font-family: sans-serif; line-height: 1.5 }}
</style></head><body><p>CONTOH</p><h1>{title}</h1><p>{text}</p></body></html>
"""


@dataclass(frozen=True)
class Proof:
    """A file for one section: under which title it is attached and what it is called on disk.

    `alternative_text` are the words of a picture; what is public is shown with its innovation in the catalogue.
    """

    section: str
    title: str
    file_name: str
    text: str = ""
    is_public: bool = False
    alternative_text: str = ""

    @property
    def content_type(self) -> str:
        return "image/png" if self.file_name.endswith(".png") else "application/pdf"

    def upload(self) -> SimpleUploadedFile:
        if self.content_type == "image/png":
            return picture_upload(self.file_name)
        return SimpleUploadedFile(self.file_name, _document(self.title, self.text), content_type=self.content_type)


PROOFS = (
    Proof(
        "latar-belakang",
        "Data keadaan sebelum inovasi",
        "data-sebelum-inovasi.pdf",
        "Rekapitulasi data dasar untuk Latar belakang dan tujuan, lengkap dengan cara mengambilnya.",
    ),
    Proof(
        "implementasi",
        "Foto pelaksanaan (contoh)",
        "foto-pelaksanaan.png",
        is_public=True,
        alternative_text="Lembar contoh bermotif kawung cokelat, pengganti foto pelaksanaan.",
    ),
    Proof(
        "signifikansi",
        "Laporan evaluasi (contoh)",
        "laporan-evaluasi.pdf",
        "Perbandingan keadaan sebelum dan sesudah inovasi, cara mengukur, serta keterbatasan data.",
        is_public=True,
    ),
)


def picture_upload(file_name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(file_name, _picture(), content_type="image/png")


@cache
def _document(title: str, text: str) -> bytes:
    return HTML(string=PAGE.format(title=title, text=text)).write_pdf()


@cache
def _picture() -> bytes:
    """Draw a cloth of kawung figures instead of a photo of people who do not exist."""
    picture = Image.new("RGB", (640, 400), "#FAF6EF")
    pen = ImageDraw.Draw(picture)
    for left in range(0, 640, 80):
        for top in range(0, 400, 80):
            pen.ellipse((left + 6, top + 22, left + 38, top + 58), fill="#C08A45")
            pen.ellipse((left + 42, top + 22, left + 74, top + 58), fill="#7A4719")
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
