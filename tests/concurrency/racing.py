from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection

from tests.waiting import wait_until


def at_once(*calls):
    """Start the calls together, each in a thread and connection of its own, and return their results.

    The result of a call that was refused is its `ValidationError`.
    """
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def behind(call) -> Future:
    """Start a call that has to wait for the open transaction of the caller, and return once it waits.

    Its result is there when the transaction has ended. Fails when it waits for nothing.
    """

    def run():
        try:
            return call()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    future = pool.submit(run)
    pool.shutdown(wait=False)
    wait_until(_somebody_waits)
    return future


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees the same answer again and again
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]
