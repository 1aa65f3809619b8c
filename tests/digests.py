"""Fingerprints of the whole database, to show that something changed nothing."""

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

# Written by looking on: a session carries the last page and the messages shown, a check of a certificate is counted,
# the audit says who read what is protected.
VOLATILE = {"django_session", "judging_certificatecheck", "utils_auditentry"}
WRITE = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')


def digest_of_tables(tables: Collection[str] | None = None) -> dict[str, str]:
    """Return a fingerprint of the rows of these tables, by default of every table, by its name."""
    with connection.cursor() as cursor:
        wanted = connection.introspection.table_names(cursor) if tables is None else tables
        return {table: _digest(cursor, table) for table in set(wanted) - VOLATILE}


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """Collect the tables that statements inside the block write to, changed in the end or not."""
    tables: set[str] = set()

    def watch(execute, sql, params, many, context):
        tables.update(WRITE.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def _digest(cursor, table: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  the name is the database's own
    return hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
