"""Putting the triggers into a database, and taking them out again."""

from itertools import groupby
from types import ModuleType

from django.db import connections, transaction

from innovation_portal.utils.audit.entries import write_note
from innovation_portal.utils.audit.models import AuditEntry, AuditLink
from innovation_portal.utils.audit.tables import audited_tables
from innovation_portal.utils.audit.triggers import postgresql, sqlite


def _dialect(connection) -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _wanted(connection) -> list[str] | None:
    """Return the statements for the tables that are there, or nothing while the audit has no table of its own."""
    existing = set(connection.introspection.table_names())
    if not {AuditEntry._meta.db_table, AuditLink._meta.db_table} <= existing:
        return None
    return _dialect(connection).statements([table for table in audited_tables() if table.name in existing])


def triggers_are_installed(using: str = "default") -> bool:
    """Say whether every followed table has its triggers as this version writes them."""
    connection = connections[using]
    wanted = _wanted(connection)
    with connection.cursor() as cursor:
        return wanted is not None and _dialect(connection).is_installed(cursor, wanted)


def install_triggers(using: str = "default") -> None:
    """Install what is missing or of an earlier version; a second call changes nothing."""
    connection = connections[using]
    wanted = _wanted(connection)
    with transaction.atomic(using), connection.cursor() as cursor:
        if wanted is not None and not _dialect(connection).is_installed(cursor, wanted):
            _dialect(connection).install(cursor, wanted)


def remove_triggers(using: str = "default") -> None:
    """Take all triggers out, for whoever writes whole tables anew. Until they are back nothing is recorded."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        _dialect(connections[using]).remove(cursor)


def before_migrating(sender, using, plan, **kwargs) -> None:
    if plan and not _dialect(connections[using]).survives_migrations():
        remove_triggers(using)


def after_migrating(sender, using, plan, **kwargs) -> None:
    """Follow the tables as they are now, and note what ran: on SQLite nothing records what migrations wrote."""
    install_triggers(using)
    if triggers_are_installed(using):
        for app_label, steps in groupby(sorted(step.app_label for step, _backwards in plan)):
            write_note("django_migrations", app_label, f"{len(list(steps))} migrations", using=using)
