"""The clock of the database is the one that all machines of an installation go by (docs/reliability.md)."""

from django.db.backends.signals import connection_created
from django.dispatch import receiver

from innovation_portal.utils import clock


@receiver(connection_created)
def follow_database(sender, connection, **kwargs):
    """Compare clocks with every new connection, which is every minute where `CONN_MAX_AGE` is as we set it.

    SQLite has no clock of its own: it runs in this process.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            clock.follow(cursor.fetchone()[0])
