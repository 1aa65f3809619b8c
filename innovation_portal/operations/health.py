"""Whether this process can serve visitors now."""

import logging
from collections.abc import Callable
from functools import cache
from uuid import uuid4

from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger(__name__)

# Nobody uploads a file of this name, and a storage that holds one keeps it from nobody.
STORED_AS = "readiness"


def failing_parts() -> list[str]:
    """Return the names of the parts that the portal cannot do without and that do not work now, at best none."""
    return _failing(NEEDED)


def limping_parts() -> list[str]:
    """Return the names of the parts that do not work and that the portal does without, more slowly."""
    return _failing(SPARED)


def missing_migrations() -> list[str]:
    """Return the migrations of this code, as `app.name`, that the database lacks; of one that is ahead, none."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in _latest_migrations() if (app, name) not in applied)


@cache  # reading all files takes a third of a second, and they do not change while a process lives
def _latest_migrations() -> tuple[tuple[str, str], ...]:
    return tuple(MigrationLoader(None).graph.leaf_nodes())


def _failing(parts: dict[str, Callable[[], object]]) -> list[str]:
    """Try each part; why one failed is for the log alone."""
    failing = []
    for name, trial in parts.items():
        try:
            trial()
        except Exception as error:
            logger.warning("Not ready: %s (%s: %s)", name, type(error).__name__, error)
            failing.append(name)
    return failing


def _try_database() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _try_migrations() -> None:
    missing = missing_migrations()
    if missing:
        raise RuntimeError(f"not applied: {', '.join(missing)}")


def _try_storage() -> None:
    """Write a file and take it away again, under a name of its own: several processes try at once."""
    name = default_storage.save(f"{STORED_AS}/{uuid4().hex}", ContentFile(b"ok"))
    default_storage.delete(name)


def _try_cache() -> None:
    """Write and read back: a cache that is away swallows its errors."""
    mark = uuid4().hex
    for alias in ("default", "pages"):
        caches[alias].set("readiness", mark, 10)
        if caches[alias].get("readiness") is None:
            raise RuntimeError(f"the cache {alias} keeps nothing")


NEEDED = {"database": _try_database, "migrations": _try_migrations, "storage": _try_storage}
SPARED = {"cache": _try_cache}
