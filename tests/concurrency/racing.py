from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection


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
