"""Whether this process can serve visitors now."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger(__name__)

# Nobody uploads a file of this name, and a storage that holds one keeps it from nobody.
STORED_AS = "readiness"


@dataclass(frozen=True)
class Readiness:
    """Names of the parts that do not work: `failing` those that the portal cannot do without, at best none.

    `limping` are those that it does without, more slowly. `tried_at` is of the clock that only runs on.
    """

    failing: list[str]
    limping: list[str]
    tried_at: float


_latest: list[Readiness] = []


def readiness() -> Readiness:
    """Try every part, or return what was found READINESS_SECONDS ago at most: asking often costs nothing then."""
    now = time.monotonic()
    if not _latest or now - _latest[0].tried_at >= settings.READINESS_SECONDS:
        _latest[:] = [Readiness(_failing(NEEDED), _failing(SPARED), now)]
    return _latest[0]


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
