"""Emblems and signatures, named in a payload by the hash of their content."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from judging.models import CertificateTemplate


def pictures_of(payloads: Iterable[dict[str, Any]], template: CertificateTemplate | None = None) -> dict[str, bytes]:
    """Return the pictures that some payloads name, by their names; one that many name is read once.

    `template` is one that is being edited: its new pictures are read from the upload, since they are not stored yet.
    Raises ValidationError with code `picture_missing`.
    """
    fresh = {field.name: field for field in _new_pictures(template)} if template else {}
    named = {
        name
        for payload in payloads
        for name in (payload["emblem"], *(one["signature"] for one in payload.get("signatories", ())))
    }
    return {name: _read(name, fresh) for name in sorted(named) if name}


def _new_pictures(template: CertificateTemplate) -> Iterator[FieldFile]:
    for field in (template.emblem, *(one.signature for one in template.signatories.all())):
        if field and not field._committed:
            yield field


def _read(name: str, fresh: dict[str, FieldFile]) -> bytes:
    if name in fresh:
        fresh[name].seek(0)
        return fresh[name].read()
    try:
        with default_storage.open(name) as picture:
            return picture.read()
    except FileNotFoundError:
        raise ValidationError(
            _("A picture of this certificate is missing from the storage, so its file cannot be printed."),
            code="picture_missing",
        ) from None
