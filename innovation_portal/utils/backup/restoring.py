"""The way back: an archive into an empty instance, then forward to the code of today."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from innovation_portal.utils.backup.archive import FILES, TABLES, lines_of, members_of, table_of, unpacked
from innovation_portal.utils.backup.checking import file_digest, verify
from innovation_portal.utils.backup.comparing import differences
from innovation_portal.utils.backup.database import (
    apps_at,
    last_of,
    migrations_of,
    set_sequences,
    without_triggers,
)
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.manifest import Manifest, StoredCopy
from innovation_portal.utils.backup.rows import ROWS_AT_ONCE, Table, tables_in

# What migrations and the commands around them write into an empty database. All of it stands in the archive as well,
# under the numbers that its rows refer to, so it is replaced.
FILLED_BY_MIGRATE = {
    "auth.Group",
    "auth.Group_permissions",
    "auth.Permission",
    "utils.AuditEntry",
    "contenttypes.ContentType",
    *(f"wagtailcore.{name}" for name in ("Collection", "Locale", "Page", "Site")),
    *(f"wagtailcore.{name}" for name in ("Task", "Workflow", "WorkflowPage", "WorkflowTask")),
    *(f"wagtailcore.{name}" for name in ("GroupApprovalTask", "GroupApprovalTask_groups")),
    *(f"wagtailcore.{name}" for name in ("GroupCollectionPermission", "GroupPagePermission")),
}


def restore(path: Path, key_file: Path, *, say: Callable[[str], None], unsigned: bool = False) -> Manifest:
    """Bring database and files of an archive into this instance, which must be empty, and compare them with it.

    The archive is read to its end before anything is written. The tables are made as its release had them, filled in
    one transaction, compared row by row, and then brought forward by the migrations of this code. Files that are there
    already with the same content stay, so after an interruption the same call goes on. No signal is sent and no
    trigger fires. Raises `BackupError`.
    """
    say("Reading the archive")
    manifest, files = verify(path, key_file, unsigned=unsigned)
    say(f"Made on {manifest.made_at} by release {manifest.release}")
    check_is_empty(manifest)
    MigrationExecutor(connection).migrate(last_of(manifest.migrations, connection))
    tables = {table.label: table for table in tables_in(apps_at(manifest.migrations, connection))}
    _check_columns(manifest, tables)
    _check_no_rows(tables.values())
    with connection.constraint_checks_disabled(), transaction.atomic():
        with without_triggers(connection):
            _fill(path, key_file, tables, files, say)
            set_sequences(manifest.sequences, tables.values(), connection)
            connection.check_constraints()
        say("Comparing")
        found = list(differences(path, key_file, manifest, tables, files, alias=connection.alias))
        if found:
            raise BackupError("The database does not hold what the archive says: " + "; ".join(found))
    say("Bringing the database forward, and making the search index")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("update_index", verbosity=0)
    return manifest


def check_is_empty(manifest: Manifest) -> None:
    """Refuse a database whose tables are of another release than the archive, or in which somebody has worked."""
    apps_at(manifest.migrations, connection)
    applied = migrations_of(connection)
    if set(applied) - set(manifest.migrations):
        raise BackupError(
            "The tables of this database are newer than the archive. Give an empty database: the tables are made as"
            " the archive needs them, and brought forward afterwards."
        )
    if set(applied) == set(manifest.migrations):
        _check_no_rows(tables_in(apps_at(applied, connection)))
    elif applied:
        raise BackupError("The tables of this database are older than the archive. Give an empty one, or migrate it.")


def _check_no_rows(tables) -> None:
    filled = [
        table.label
        for table in tables
        if table.label not in FILLED_BY_MIGRATE and models.QuerySet(table.model, using=connection.alias).exists()
    ]
    if filled:
        raise BackupError(
            f"This instance is not empty; these tables hold rows: {', '.join(filled)}. An archive goes into a database"
            " in which nothing was done but manage.py migrate."
        )


def _check_columns(manifest: Manifest, tables: dict[str, Table]) -> None:
    expected = {label: table.columns for label, table in tables.items()}
    written = {label: facts.columns for label, facts in manifest.tables.items()}
    if expected != written:
        labels = sorted(label for label in expected.keys() | written if expected.get(label) != written.get(label))
        raise BackupError(f"The archive and the migrations of this code differ in: {', '.join(labels)}.")


def _fill(
    path: Path,
    key_file: Path,
    tables: dict[str, Table],
    files: dict[str, StoredCopy],
    say: Callable[[str], None],
) -> None:
    with connection.cursor() as cursor:
        for table in tables.values():
            if models.QuerySet(table.model, using=connection.alias).exists():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.model._meta.db_table)}")  # noqa: S608  own names
    seen, written = "", set()
    with members_of(path, key_file) as members:
        for name, stream, _size in members:
            if name.startswith(TABLES):
                label = table_of(name)
                if label != seen:
                    seen = label
                    say(label)
                for lines in _batches(lines_of(unpacked(stream))):
                    tables[label].insert(lines, connection)
            elif name.startswith(FILES) and name.removeprefix(FILES) in files:
                _store(name.removeprefix(FILES), stream, files[name.removeprefix(FILES)], written)


def _batches(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), ROWS_AT_ONCE):
        yield lines[start : start + ROWS_AT_ONCE]


def _store(name: str, stream: IO[bytes], copy: StoredCopy, written: set[str]) -> None:
    """Write a file under exactly its name; what was there before stays, and has to be the same.

    Of two copies in the archive the later one takes the place of the first.
    """
    if name in written:
        default_storage.delete(name)
    elif default_storage.exists(name):
        with default_storage.open(name, "rb") as handle:
            if file_digest(handle) != copy.sha256:
                raise BackupError(
                    f"The storage holds another file named {name}. If an earlier restore was interrupted, empty the"
                    " storage; otherwise MEDIA_ROOT or S3_BUCKET name that of another instance."
                )
        return
    stored = default_storage.save(name, File(stream, name=name))
    written.add(name)
    if stored != name:
        raise BackupError(f"The storage keeps {name} as {stored}.")
