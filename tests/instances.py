"""Another instance beside that of the test: a database and a storage of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

from tests.database import _copy, _drop, _template_name


@contextmanager
def another_instance(settings, folder: Path, *, is_migrated: bool) -> Iterator[None]:
    """Within the block the default connection and the storage are those of another instance, which is empty.

    `settings` is the fixture; the database has its tables, or nothing at all.
    """
    here, media = connection.settings_dict["NAME"], settings.MEDIA_ROOT
    elsewhere = f"{here}_elsewhere" if connection.vendor == "postgresql" else str(folder / "elsewhere.sqlite3")
    connection.settings_dict["NAME"] = _copy(_template_name(), elsewhere) if is_migrated else _empty(elsewhere)
    settings.MEDIA_ROOT = folder / "elsewhere_media"
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        _drop(elsewhere)
        connection.settings_dict["NAME"], settings.MEDIA_ROOT = here, media
        ContentType.objects.clear_cache()


def _empty(database: str) -> str:
    connections.close_all()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}"')
    return database
