"""A statement that takes too long ends; a thread of a web server does not wait for it forever."""

import os
import subprocess
import sys

from django.conf import settings

from innovation_portal import gunicorn

SLEEP = """
import django; django.setup()
from django.db import connection
from innovation_portal.operations.database import is_database_away
try:
    connection.cursor().execute("SELECT pg_sleep(30)")
except Exception as error:
    print(is_database_away(error), error)
"""


def test_web_servers_give_a_statement_a_minute():
    assert gunicorn.raw_env == ["STATEMENT_SECONDS=60"]


def test_a_statement_that_takes_too_long_ends_as_if_the_database_were_away():
    environment = os.environ | {"STATEMENT_SECONDS": "1"}

    command = [sys.executable, "-c", SLEEP]
    ended = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)  # noqa: S603

    assert ended.stdout.decode().strip() == "True canceling statement due to statement timeout"
