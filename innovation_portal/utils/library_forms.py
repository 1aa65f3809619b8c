"""Forms by which editors put documents and pictures into Wagtail's library: what is taken, judged by its content."""

import zipfile
from pathlib import PurePath
from typing import IO

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from innovation_portal.utils.virus_scan import refuse_virus

# The part that makes a zip a document of this kind (ECMA-376; OpenDocument 1.3 part 2, 3.3).
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
OPEN_KINDS = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
    ".odp": b"application/vnd.oasis.opendocument.presentation",
}
ENDINGS = (".pdf", *OFFICE_PARTS, *OPEN_KINDS, ".csv", ".txt")
MACROS = ("vbaproject.bin", "basic/")
KIND_MAX_BYTES = 100


class LibraryDocumentForm(BaseDocumentForm):
    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_document(upload)
        return upload


class LibraryImageField(WagtailImageField):
    def check_image_pixel_size(self, f):
        try:
            super().check_image_pixel_size(f)
        except OSError as error:  # begins like a picture and is none, which Wagtail finds out only here
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class LibraryImageForm(BaseImageForm):
    file = LibraryImageField(label=gettext_lazy("File"), widget=forms.FileInput)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            refuse_virus(upload)
        return upload


def check_document(upload) -> None:
    """Raise `ValidationError` unless the content is what the name says, without macros and viruses.

    Codes: `wrong_ending`, `wrong_type`, `macros`, and those of `refuse_virus`. The file is left at its beginning.
    """
    ending = PurePath(upload.name).suffix.lower()
    if ending not in ENDINGS:
        raise ValidationError(
            _("Documents of these kinds are taken: %(endings)s. Save this one as one of them."),
            code="wrong_ending",
            params={"endings": ", ".join(ENDINGS)},
        )
    upload.seek(0)
    is_right = _is_kind(upload, ending)
    upload.seek(0)
    if not is_right:
        raise ValidationError(
            _("The content of this file is not what its name says. Open it, save it anew as %(ending)s and retry."),
            code="wrong_type",
            params={"ending": ending},
        )
    refuse_virus(upload)


def _is_kind(content: IO[bytes], ending: str) -> bool:
    if ending == ".pdf":
        return content.read(5) == b"%PDF-"
    if ending in OFFICE_PARTS or ending in OPEN_KINDS:
        return _is_office(content, ending)
    return b"\0" not in content.read()


def _is_office(content: IO[bytes], ending: str) -> bool:
    try:
        with zipfile.ZipFile(content) as packed:
            names = packed.namelist()
            if any(name.lower().endswith(MACROS[0]) or name.lower().startswith(MACROS[1]) for name in names):
                raise ValidationError(_("This file holds macros. Save it without them."), code="macros")
            if ending in OFFICE_PARTS:
                return OFFICE_PARTS[ending] in names
            with packed.open("mimetype") as kind:
                return kind.read(KIND_MAX_BYTES) == OPEN_KINDS[ending]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):  # no zip, no such part, locked
        return False
