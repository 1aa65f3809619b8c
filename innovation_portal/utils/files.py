"""Uploads and private files: what may come in, and how it goes out."""

import hashlib
import logging
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from innovation_portal.utils.file_contents import refusal, refuse_active_pdf, without_metadata
from innovation_portal.utils.virus_scan import refuse_virus

logger = logging.getLogger(__name__)

ALLOWED_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}
NAME_MAX_LENGTH = 150
FILE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
PDF_END_WITHIN_BYTES = 2048


@dataclass(frozen=True)
class CheckedUpload:
    """What an upload really is: found in its content, never taken from the browser's word."""

    name: str
    content_type: str
    size: int
    sha256: str
    # What is stored: a document as it came, a picture drawn anew (docs/decisions/0022-pictures-are-drawn-anew.md).
    file: File = field(repr=False, compare=False, default=None)

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


def validate_upload(upload: File) -> CheckedUpload:
    """Check size, content and name of an upload and return what is to be stored, with its facts.

    Raises `ValidationError` with code `empty`, `too_large`, `wrong_type`, `name_disagrees`, `damaged`,
    `too_many_pixels` or `moving`, and what `refuse_active_pdf` and `refuse_virus` raise. The file is left at its
    beginning.
    """
    _check_size(upload.size)
    content_type = _detected_type(upload)
    name = safe_name(upload.name)
    endings = ALLOWED_ENDINGS[content_type]
    if PurePath(name).suffix.lower() not in endings:
        raise ValidationError(
            _("The name of this file must end in %(ending)s, because that is what the file contains."),
            code="name_disagrees",
            params={"ending": endings[0]},
        )
    refuse_virus(upload)
    if content_type == "application/pdf":
        _check_pdf(upload)
        kept = File(upload, name=name)
    else:
        upload.seek(0)
        kept = File(without_metadata(upload, content_type), name=name)
        upload.seek(0)
    return CheckedUpload(name=name, content_type=content_type, size=kept.size, sha256=_sha256(kept), file=kept)


def validate_announcement(name: str, size: int) -> None:
    """Refuse by name and size what `validate_upload` would refuse once it has come: the same codes."""
    _check_size(size)
    endings = {ending for allowed in ALLOWED_ENDINGS.values() for ending in allowed}
    if PurePath(safe_name(name)).suffix.lower() not in endings:
        raise _wrong_type()


def safe_name(name: str) -> str:
    """Return the last part of a file's name without control and direction characters, cut to a storable length."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(character for character in name if not unicodedata.category(character).startswith("C")).strip()
    path = PurePath(name or "_")
    return path.stem[: NAME_MAX_LENGTH - len(path.suffix)].rstrip() + path.suffix


def _check_size(size: int) -> None:
    if not size:
        raise ValidationError(_("This file is empty. Choose it again."), code="empty")
    if size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            _("This file is %(size)s; the most is %(limit)s. Make it smaller or give a link to it."),
            code="too_large",
            params={"size": filesizeformat(size), "limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)},
        )


def _wrong_type() -> ValidationError:
    return ValidationError(
        _("This file is not a PDF, JPEG, PNG or WebP file, whatever its name says. Save it as one of these."),
        code="wrong_type",
    )


def _detected_type(upload: File) -> str:
    upload.seek(0)
    content_type = filetype.guess_mime(upload.read(8192))
    upload.seek(0)
    if content_type not in ALLOWED_ENDINGS:
        raise _wrong_type()
    return content_type


def _check_pdf(upload: File) -> None:
    upload.seek(max(0, upload.size - PDF_END_WITHIN_BYTES))
    has_end = b"%%EOF" in upload.read()
    upload.seek(0)
    if not has_end:
        raise refusal("damaged")
    refuse_active_pdf(upload)
    upload.seek(0)


def _sha256(upload: File) -> str:
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    return digest


def serve_private_file(
    request: HttpRequest, field_file: FieldFile, *, name: str, content_type: str, inline: bool = False
) -> FileResponse | HttpResponse:
    """Answer with a stored file, or with a page that explains that it is gone.

    The caller has fetched the file's row through a visibility selector.
    """
    try:
        handle = field_file.open("rb")
    except (FileNotFoundError, ValueError):  # gone from the storage, or never stored
        logger.error("File %s of %r is missing from the storage.", field_file.name, field_file.instance)
        return render(request, "portal/file_missing.html", {"name": name}, status=404)
    return private_response(handle, name=name, content_type=content_type, inline=inline)


def private_response(handle: IO[bytes], *, name: str, content_type: str, inline: bool = False) -> FileResponse:
    """Answer with an open file, which is closed when it was sent.

    Nothing in it runs in the portal's name: the type is fixed, and the policy forbids scripts, forms and outside
    addresses.
    """
    response = FileResponse(handle, as_attachment=not inline, filename=name, content_type=content_type)
    # Chromium's own PDF reader does not start inside a sandbox.
    sandbox = "" if inline and content_type == "application/pdf" else "; sandbox"
    # What a browser shows by itself it lays out with styles of its own; a page of ours has none of these.
    styles = "; style-src 'unsafe-inline'" if inline else ""
    response.headers["Content-Security-Policy"] = f"{FILE_POLICY}{styles}{sandbox}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
