"""Rows in a form that every database understands: a JSON list for each, the key first."""

import datetime
import json
import uuid
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.utils.duration import duration_string

ROWS_AT_ONCE = 1000
# What is made again from the rest, and what opens a door: whoever was signed in signs in again after a restore, and
# pieces of files that were being sent (PARTIAL_UPLOADS_ROOT) are sent again.
LEFT_OUT = {
    "sessions.session",
    "usersessions.usersession",
    "submissions.partialupload",
    "wagtailimages.rendition",
    "wagtailsearch.indexentry",
    "wagtailsearch.sqliteftsindexentry",
}


@dataclass(frozen=True)
class Table:
    """A table as the model of some release sees it, also one between two models."""

    model: type[models.Model]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @cached_property
    def fields(self) -> list[models.Field]:
        """What is stored, the key first. Generated columns are left to the database."""
        own = [field for field in self.model._meta.local_concrete_fields if not field.generated]
        return sorted(own, key=lambda field: not field.primary_key)

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    def lines(self, alias: str) -> Iterator[str]:
        """Give the rows as text in the order of their keys, read in portions."""
        rows = models.QuerySet(self.model, using=alias).order_by("pk").values_list(*map(_read, self.fields))
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            yield json.dumps([_portable(value) for value in row], ensure_ascii=False, separators=(",", ":"))

    def insert(self, lines: Iterable[str], connection) -> None:
        """Write rows as they are: no signals, no defaults, no moment of now."""
        quote = connection.ops.quote_name
        columns = ", ".join(map(quote, self.columns))
        places = ", ".join(_place(field, connection) for field in self.fields)
        values = [
            [_stored(field, value, connection) for field, value in zip(self.fields, json.loads(line), strict=True)]
            for line in lines
        ]
        with connection.cursor() as cursor:
            table = quote(self.model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608  own names

    def says_the_same(self, one: str, other: str) -> bool:
        """Compare two rows. PostgreSQL orders and spaces JSON in its own way, which changes nothing of its sense."""
        return one == other or self._read_json(one) == self._read_json(other)

    def _read_json(self, line: str) -> list[Any]:
        return [
            # In a list of its own, or null in JSON and nothing at all would look alike.
            [json.loads(value, parse_int=_number, parse_float=_number)] if _is_json(field) and value else value
            for field, value in zip(self.fields, json.loads(line), strict=True)
        ]


def tables_in(apps) -> list[Table]:
    """Return the tables that are kept, by name. Order does not matter: keys are checked when all rows are there."""
    found = [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda table: table.label)


def _number(text: str) -> tuple[str, Decimal]:
    """Keep 1, 1.0 and 1e0 alike, and apart from true."""
    return "number", Decimal(text)


def _is_json(field: models.Field) -> bool:
    return field.get_internal_type() == "JSONField"


def _read(field: models.Field) -> Any:
    # As text: read as a value, an empty cell and one that says null would look alike.
    return Cast(F(field.attname), TextField()) if _is_json(field) else field.attname


def _portable(value: Any) -> Any:
    match value:
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            return duration_string(value)
        case Decimal():
            return str(value)
        case uuid.UUID():
            return value.hex
        case bytes() | memoryview():
            return b64encode(value).decode()
        case _:
            return value


def _place(field: models.Field, connection) -> str:
    return "%s::jsonb" if _is_json(field) and connection.vendor == "postgresql" else "%s"


def _stored(field: models.Field, value: Any, connection) -> Any:
    if value is None or _is_json(field):
        return value
    return field.get_db_prep_save(field.to_python(value), connection)
