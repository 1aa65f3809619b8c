"""A test database in two seconds instead of twenty-five.

Wagtail brings 200 migrations. They run once, into a template that is kept (`var/tests/` or the PostgreSQL server);
each test process starts from a copy, and so does the test after one that committed what it wrote. The template's name
is a hash of what decides its contents, so a changed migration, requirement or role makes a new one.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase

FOLDER = settings.VAR_DIR / "tests"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_createdb):
    """Replace pytest-django's fixture of this name; `--create-db` makes the template anew."""
    with django_db_blocker.unblock(), _one_process_at_a_time():
        connection.settings_dict["TEST"]["NAME"] = _template_name()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=not django_db_createdb)
        template = connection.settings_dict["NAME"]
        names = _names_of_copies(template)
        connection.settings_dict["NAME"] = _copy(template, next(names))

    def take_another_copy(test_case: TransactionTestCase) -> None:
        _drop(connection.settings_dict["NAME"])
        # PostgreSQL copies no database to which somebody is connected, such as another process that begins.
        with _one_process_at_a_time():
            connection.settings_dict["NAME"] = _copy(template, next(names))

    # Django would empty all tables and make content types, groups and permissions anew under other numbers, without
    # the rows of the migrations: Wagtail's first page, the roles.
    empty_the_tables, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, take_another_copy
    yield
    TransactionTestCase._fixture_teardown = empty_the_tables
    with django_db_blocker.unblock():
        _drop(connection.settings_dict["NAME"])
        connection.settings_dict["NAME"] = template


def _names_of_copies(template: str) -> Iterator[str]:
    """Name every copy otherwise: a thread of the live server may still hold the one before.

    When such a thread lets go, SQLite deletes the side files of that database by name, and would take those of a copy
    with the same name from under the next test ("disk I/O error").
    """
    stem, extension = os.path.splitext(template)
    return (f"{stem}_{os.getpid()}_{number}{extension}" for number in count(1))


def _copy(template: str, database: str) -> str:
    connections.close_all()
    if connection.vendor == "sqlite":
        _remove(database)  # what a killed process with the same number left
        shutil.copy(template, database)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    return database


def _drop(database: str) -> None:
    """Drop a copy also when a thread of the live server has not closed its connection yet."""
    connections.close_all()
    if connection.vendor == "sqlite":
        _remove(database)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def _remove(database: str) -> None:
    for path in (database, f"{database}-wal", f"{database}-shm"):
        Path(path).unlink(missing_ok=True)


def _template_name() -> str:
    root = settings.BASE_DIR
    sources = [root / "requirements.txt", root / "innovation_portal/accounts/services.py", *_migrations(root)]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    return str(FOLDER / f"{digest}.sqlite3") if connection.vendor == "sqlite" else f"test_portal_{digest}"


def _migrations(root: Path) -> list[Path]:
    return sorted(
        path
        for app in ("home", "judging", "submissions", "innovation_portal")
        for path in (root / app).glob("**/migrations/*.py")
    )


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
