"""The server's clock: the one place that says what time it is.

Deadlines are decided here and nowhere else. The demonstration and the tests move the clock with `at`, so a past
year can be played through the same services that run today.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return _moved_to.get() or timezone.now()


def today() -> date:
    """Return the present date in the portal's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now` answer `moment` inside the block, in this thread only."""
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
