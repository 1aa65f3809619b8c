"""Which stored files a database names, and their copies."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, TextField
from django.db.models.functions import Cast

from innovation_portal.utils.backup.archive import ArchiveWriter
from innovation_portal.utils.backup.manifest import StoredCopy
from innovation_portal.utils.backup.rows import ROWS_AT_ONCE, Table


def names_in(tables: Iterable[Table], alias: str) -> tuple[set[str], set[str]]:
    """Return the names of files that columns hold, and those that only frozen texts may still hold.

    A frozen version or certificate names its pictures in JSON, also when the row that once held them names others by
    now. Whatever stands there and begins with a folder of the storage may be such a name.
    """
    in_columns, in_json = set(), set()
    folders = "|".join(re.escape(json.dumps(folder)[1:-1]) for folder in _folders())
    pattern = re.compile(rf'"((?:{folders})/(?:[^"\\]|\\.)*)"') if folders else None
    for table in tables:
        for column in table.fields:
            if isinstance(column, models.FileField):
                in_columns.update(_values(table, column.attname, alias))
            elif pattern and column.get_internal_type() == "JSONField":
                for text in _values(table, Cast(F(column.attname), TextField()), alias):
                    in_json.update(json.loads(f'"{name}"') for name in pattern.findall(text))
    in_columns.discard("")
    return in_columns, in_json - in_columns


def _folders() -> list[str]:
    try:
        return default_storage.listdir("")[0]
    except FileNotFoundError:  # nothing was ever stored
        return []


def _values(table: Table, expression, alias: str) -> Iterable[str]:
    rows = models.QuerySet(table.model, using=alias).values_list(expression, flat=True)
    return (value for value in rows.iterator(chunk_size=ROWS_AT_ONCE) if value)


@dataclass
class FileCopier:
    """Copies stored files into an archive, each once, and again what was written anew under its name."""

    writer: ArchiveWriter
    copies: dict[str, StoredCopy] = field(default_factory=dict)
    _written: dict[str, datetime] = field(default_factory=dict)

    def copy(self, names: Iterable[str], *, before: datetime, say: Callable[[str], None]) -> tuple[set[str], set[str]]:
        """Take in these files; return the names of which the storage has none, and those written after that moment.

        A file keeps its content for as long as it has its name. One that was written later is another one, which got
        the name of a deleted file, or the clock of the storage is fast: it is copied, and good for a later moment.
        """
        absent, changed = set(), set()
        for number, name in enumerate(sorted(names), start=1):
            written = _written_at(name)
            if name in self._written and written in {None, self._written[name]}:
                continue
            if written is None or not self._copied(name, written):
                absent.add(name)
            elif written > before:
                changed.add(name)
            if number % 1000 == 0:
                say(f"{number} files")
        return absent, changed

    def forget_but(self, names: set[str]) -> None:
        """Leave the other copies out of the list of files: they are of an earlier snapshot."""
        self.copies = {name: copy for name, copy in self.copies.items() if name in names}

    def _copied(self, name: str, written: datetime) -> bool:
        try:
            with default_storage.open(name, "rb") as handle:
                self.copies[name] = self.writer.add_file(name, handle, handle.size)
        except FileNotFoundError:
            return False
        self._written[name] = written
        return True


def _written_at(name: str) -> datetime | None:
    try:
        return default_storage.get_modified_time(name)
    except Exception as error:
        if _is_absence(error):
            return None
        raise


def _is_absence(error: Exception) -> bool:
    """Say whether a storage means that it has no such file; that of S3 hands the answer of its server through."""
    answer = getattr(error, "response", {})
    return isinstance(error, FileNotFoundError) or answer.get("Error", {}).get("Code") in {"404", "NoSuchKey"}
