import time

import pytest
from django.db import connection, connections

from innovation_portal.utils.backup.database import SNAPSHOT, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_snapshot_rests_while_files_are_copied_for_longer_than_transactions_may(monkeypatch):
    """An installation ends transactions of which nobody asks anything (docs/operations/postgresql/roles.sql)."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c idle_in_transaction_session_timeout=1s")
    with snapshot(), connections[SNAPSHOT].cursor() as cursor:
        time.sleep(2)
        cursor.execute("SELECT count(*) FROM django_migrations")
        (seen,) = cursor.fetchone()

    assert seen > 0
