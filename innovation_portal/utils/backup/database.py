"""The database around its rows: a snapshot, the models of a release, sequences, triggers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.rows import Table

SNAPSHOT = "snapshot"
Migrations = list[tuple[str, str]]


@dataclass(frozen=True)
class Snapshot:
    """A connection that always sees the same, and a moment shortly before what it sees."""

    connection: BaseDatabaseWrapper
    taken_at: datetime


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Give a second connection, of the alias SNAPSHOT, that sees the database as it is now and waits for nobody.

    On SQLite nobody waits for it either: write-ahead logging keeps what it reads, and only a transaction that begins
    as IMMEDIATE, as those of the portal do, would keep writers out.
    """
    connection = connections["default"].copy(SNAPSHOT)
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    connections[SNAPSHOT] = connection
    try:
        connection.ensure_connection()  # which takes longer than what follows
        taken_at = datetime.now(UTC)  # noqa: TID251  held against the clock of the storage
        with transaction.atomic(SNAPSHOT):
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    # It rests while files are copied, longer than an operator lets a transaction of the portal rest.
                    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute("SELECT count(*) FROM django_migrations")  # the first reading fixes what is seen
            yield Snapshot(connection, taken_at)
    finally:
        connection.close()
        del connections[SNAPSHOT]


def migrations_of(connection) -> Migrations:
    """Return what was applied, of apps that have migrations. Raises `BackupError` when the code knows some of it not.

    Of migrations that a later one stands for, that one is named.
    """
    loader = MigrationLoader(connection)
    replaced = {name for migration in loader.replacements.values() for name in migration.replaces}
    applied = {name for name in loader.applied_migrations if name[0] in loader.migrated_apps} - replaced
    unknown = sorted(applied - set(loader.graph.nodes))
    if unknown:
        names = ", ".join(".".join(name) for name in unknown)
        raise BackupError(f"The database is newer than this code: {names}. Bring the code up to date.")
    return sorted(applied)


def apps_at(migrations: Migrations, connection):
    """Return the registry of models as these migrations left them, without the code of today's models.

    Raises `BackupError` when the code has not all of them.
    """
    loader = MigrationLoader(connection)
    unknown = sorted(set(migrations) - set(loader.graph.nodes))
    if unknown:
        names = ", ".join(".".join(name) for name in unknown)
        raise BackupError(f"The archive is of a newer release than this code: {names}. Bring the code up to date.")
    return loader.project_state(migrations).apps


def last_of(migrations: Migrations, connection) -> Migrations:
    """Return the newest migrations of each app among these, which is where `migrate` has to go."""
    graph, wanted = MigrationLoader(connection).graph, set(migrations)
    return [
        name
        for name in migrations
        if not any(child.key in wanted and child.key[0] == name[0] for child in graph.node_map[name].children)
    ]


def sequences_of(tables: Iterable[Table], connection) -> dict[str, int]:
    """Return by table the last number that was given, also to rows that are gone: it must not be given again."""
    found = {}
    with connection.cursor() as cursor:
        for table in _numbered(tables):
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT last_value FROM {_sequence(table, cursor)} WHERE is_called")  # noqa: S608  own names
            else:
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.model._meta.db_table])
            row = cursor.fetchone()
            if row:
                found[table.label] = row[0]
    return found


def set_sequences(numbers: dict[str, int], tables: Iterable[Table], connection) -> None:
    """Let every table go on after its last number, one that gave none yet from the beginning."""
    with connection.cursor() as cursor:
        for table in _numbered(tables):
            last = numbers.get(table.label)
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(%s, %s, %s)", [_sequence(table, cursor), last or 1, last is not None])
                continue
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.model._meta.db_table])
            if last is not None:
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table.model._meta.db_table, last])


def _numbered(tables: Iterable[Table]) -> list[Table]:
    return [table for table in tables if isinstance(table.model._meta.pk, models.AutoField)]


def _sequence(table: Table, cursor) -> str:
    meta = table.model._meta
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{meta.db_table}"', meta.pk.column])
    return cursor.fetchone()[0]


@contextmanager
def without_triggers(connection) -> Iterator[None]:
    """Keep the database from doing anything by itself while rows come back; full text indexes are rebuilt at the end.

    Called inside a transaction; triggers are as before when it commits.
    """
    switch = _postgresql_triggers if connection.vendor == "postgresql" else _sqlite_triggers
    with switch(connection):
        yield


@contextmanager
def _postgresql_triggers(connection) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname), tgenabled FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        found = cursor.fetchall()
        for table, name, _enabled in found:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table whose keys still wait to be checked is not altered
        for table, name, enabled in found:
            how = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}[enabled]
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {name}")


@contextmanager
def _sqlite_triggers(connection) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in found:
            cursor.execute(sql)
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%fts5%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')  # noqa: S608  own names
