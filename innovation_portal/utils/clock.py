"""The server's clock: the one place that says what time it is.

Deadlines are decided here and nowhere else. Where several machines share a database, its clock is theirs
(`database_clock`): one whose own clock is wrong decides as the others do. The demonstration and the tests move the
clock with `at`, so a past year can be played through the same services that run today.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

logger = logging.getLogger(__name__)

# A smaller difference is the time that an answer takes, not another clock.
LEAST_DEVIATION = timedelta(seconds=2)
_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


class _Machine:
    """What is known of the clock of this machine."""

    ahead = timedelta(0)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return _moved_to.get() or timezone.now() - _Machine.ahead


def deviation() -> timedelta:
    """Return how far the clock of this machine is ahead of the one that all follow; below zero: behind."""
    return _Machine.ahead


def follow(moment: datetime) -> None:
    """Go by a clock that says it is `moment` now, and warn when this machine's own is another one."""
    ahead = timezone.now() - moment
    if abs(ahead) < LEAST_DEVIATION:
        ahead = timedelta(0)
    if abs(ahead - _Machine.ahead) >= LEAST_DEVIATION:
        logger.warning("The clock of this machine is %.0f seconds ahead of the database's.", ahead.total_seconds())
    _Machine.ahead = ahead


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
