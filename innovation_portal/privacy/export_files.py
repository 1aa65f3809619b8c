"""The zip with everything that the portal knows of one person.

`data.json` is for machines, `ringkasan.html` says the same for people, `berkas/` holds the files they sent.
"""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from innovation_portal.accounts.models import User
from innovation_portal.privacy.finding import rows_of
from innovation_portal.privacy.people import Person
from innovation_portal.privacy.registry import PersonalData, registered
from innovation_portal.utils import clock
from innovation_portal.utils.emails import without_ways_in
from innovation_portal.utils.files import safe_name
from innovation_portal.utils.hashing import canonical_json

NAME_OF_JSON, NAME_OF_SUMMARY, FOLDER = "data.json", "ringkasan.html", "berkas"


@dataclass(frozen=True)
class Kind:
    """The rows of one model about the person: values by field, and the same in words by label."""

    model: str
    label: str
    rows: list[dict[str, Any]]
    words: list[list[tuple[str, str]]]


def write_export(person: Person, target: BinaryIO) -> Iterator[int]:
    """Write the zip of a person; after each kind of data give how many kinds were looked through."""
    kinds: list[Kind] = []
    with translation.override(settings.LANGUAGE_CODE), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, data in enumerate(registered(), start=1):
            found = list(rows_of(data, person))
            if found:
                kinds.append(_kind(data, found, person))
                _add_files(archive, data, found)
            yield done
        about = {"person": str(person), "made_at": clock.now(), "portal": settings.PORTAL_ADDRESS}
        told = {"about": about, "kinds": [{"model": kind.model, "rows": kind.rows} for kind in kinds]}
        archive.writestr(NAME_OF_JSON, canonical_json(told))
        archive.writestr(NAME_OF_SUMMARY, render_to_string("privacy/documents/export.html", {"kinds": kinds, **about}))


def export_bytes(person: Person) -> bytes:
    """Return the whole zip at once, for the command of the system."""
    target = BytesIO()
    for _done in write_export(person, target):
        pass
    return target.getvalue()


def _kind(data: PersonalData, found: list[Model], person: Person) -> Kind:
    rows, words = [], []
    for row in found:
        values = {name: getattr(row, name) for name in data.exported if _is_told(row, name, person)}
        rows.append({"id": row.pk, **{name: _plain(value) for name, value in values.items()}})
        words.append(
            [(_label(row, name), _in_words(value)) for name, value in values.items() if value not in (None, "")]
        )
    return Kind(data.model, str(data.model_class._meta.verbose_name_plural), rows, words)


def _is_told(row: Model, name: str, person: Person) -> bool:
    """Other people's accounts beside the person's are theirs."""
    field = row._meta.get_field(name)
    return field.related_model is not User or (person.user and getattr(row, field.attname) == person.user.pk)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {"id": value.pk, "name": str(value)}
    if isinstance(value, str):
        return without_ways_in(value)
    return value.name if hasattr(value, "storage") else value


def _label(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def _in_words(value: Any) -> str:
    if hasattr(value, "tzinfo"):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dict | list):
        return canonical_json(value)
    return without_ways_in(str(value))


def _add_files(archive: zipfile.ZipFile, data: PersonalData, found: list[Model]) -> None:
    """Add the files that are still there; one that storage lost is left out."""
    for row in found:
        for name in data.files:
            file = getattr(row, name)
            if not file or not file.storage.exists(file.name):
                continue
            own_name = safe_name(getattr(row, "original_name", "") or file.name)
            path = f"{FOLDER}/{row._meta.model_name}/{row.pk}-{own_name}"
            with file.storage.open(file.name) as source, archive.open(path, "w") as member:
                shutil.copyfileobj(source, member)
