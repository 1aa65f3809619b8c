"""Waiting for what another process or thread does, without a guess how quick it is."""

import subprocess
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 120  # seconds, on the busiest machine

Found = TypeVar("Found")


def wait_until(is_so: Callable[[], Found], *, process: subprocess.Popen | None = None) -> Found:
    """Return what `is_so` gives once it is true; fail when it never is, or when `process` has ended before."""
    end = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert process is None or process.poll() is None, "The process has ended by itself."
        assert time.monotonic() < end, "It does not come to that."
        time.sleep(0.01)
    return found
