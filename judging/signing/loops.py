"""pyHanko runs an event loop of its own; a thread in which one is already running refuses a second."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_own_thread(work: Callable[[], Any]) -> Any:
    """Return what `work` returns, or raise what it raises; it runs in another thread, so without the database."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()
