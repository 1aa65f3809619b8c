"""An archive beside the instance that was made from it: row by row, file by file."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection

from innovation_portal.utils.backup.archive import TABLES, RowsRead, lines_of, members_of, table_of, unpacked
from innovation_portal.utils.backup.checking import file_digest, verify
from innovation_portal.utils.backup.database import SNAPSHOT, apps_at, migrations_of, snapshot
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.manifest import Manifest, StoredCopy
from innovation_portal.utils.backup.rows import Table, tables_in


def compare(path: Path, key_file: Path, *, unsigned: bool = False) -> tuple[Manifest, Iterator[str]]:
    """Return what the archive says of itself, and the differences of this instance to it, one sentence each.

    Raises `BackupError`, also when the instance was brought forward since: its tables are others then.
    """
    manifest, files = verify(path, key_file, unsigned=unsigned)
    if migrations_of(connection) != manifest.migrations:
        raise BackupError("The tables of this instance are of another release than the archive.")
    return manifest, _seen_at_once(path, key_file, manifest, files)


def _seen_at_once(path: Path, key_file: Path, manifest: Manifest, files: dict[str, StoredCopy]) -> Iterator[str]:
    with snapshot() as seen:
        tables = {table.label: table for table in tables_in(apps_at(manifest.migrations, seen.connection))}
        yield from differences(path, key_file, manifest, tables, files, alias=SNAPSHOT)


def differences(
    path: Path,
    key_file: Path,
    manifest: Manifest,
    tables: dict[str, Table],
    files: dict[str, StoredCopy],
    *,
    alias: str,
) -> Iterator[str]:
    """Give every row that is missing, too many or another one, then every file that is missing or another one.

    Raises `DamagedArchive` at the end of the rows unless they were those of `manifest`, whose archive was verified
    before: somebody who may write where it lies could have put another one in its place.
    """
    yield from _rows(path, key_file, manifest, tables, alias)
    for name, copy in sorted(files.items()):
        if not default_storage.exists(name):
            yield f"file {name}: missing"
            continue
        with default_storage.open(name, "rb") as handle:
            if file_digest(handle) != copy.sha256:
                yield f"file {name}: other content"


def _rows(path: Path, key_file: Path, manifest: Manifest, tables: dict[str, Table], alias: str) -> Iterator[str]:
    waiting, comparison, read = dict(tables), None, RowsRead()
    with members_of(path, key_file) as members:
        for name, stream, _size in members:
            if not name.startswith(TABLES):
                continue
            if table_of(name) in waiting:
                yield from comparison.rest() if comparison else ()
                comparison = _Comparison(waiting.pop(table_of(name)), alias)
            part = unpacked(stream)
            read.take(table_of(name), part)
            for line in lines_of(part):
                yield from comparison.meet(line)
    read.hold_against(manifest)
    yield from comparison.rest() if comparison else ()
    for table in waiting.values():
        yield from _Comparison(table, alias).rest()


class _Comparison:
    """The rows of a table beside those of the archive, both in the order of their keys."""

    def __init__(self, table: Table, alias: str):
        self._table = table
        self._own = table.lines(alias)
        self._next = next(self._own, None)

    def meet(self, line: str) -> Iterator[str]:
        """Take the next row of the archive, and tell what differs up to it."""
        if line == self._next:
            self._next = next(self._own, None)
            return
        key = _key(line)
        while self._next is not None and _key(self._next) < key:
            yield f"{self._table.label} {_key(self._next)}: not in the archive"
            self._next = next(self._own, None)
        if self._next is None or _key(self._next) != key:
            yield f"{self._table.label} {key}: missing"
            return
        if not self._table.says_the_same(line, self._next):
            yield f"{self._table.label} {key}: {', '.join(self._columns(line, self._next))}"
        self._next = next(self._own, None)

    def rest(self) -> Iterator[str]:
        """Tell of every row behind the last one of the archive."""
        while self._next is not None:
            yield f"{self._table.label} {_key(self._next)}: not in the archive"
            self._next = next(self._own, None)

    def _columns(self, line: str, own: str) -> list[str]:
        pairs = zip(self._table.columns, json.loads(line), json.loads(own), strict=True)
        return [column for column, theirs, ours in pairs if theirs != ours]


def _key(line: str):
    return json.loads(line)[0]
