"""When things happen: a year of the competition, told from the closing of its registration, and the clock moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task_backends
from django_tasks.backends.base import BaseTaskBackend

from innovation_portal.utils import clock
from submissions.enums import StageKind

CLOSES_IN_DAYS = 11
OFFICE_OPENS, OFFICE_CLOSES = 8, 16
# First and last day of each stage, counted from the closing of registration.
STAGE_DAYS = {
    StageKind.REGISTRATION: (-60, 0),
    StageKind.VERIFICATION: (-50, 7),
    StageKind.JUDGING: (-14, 30),
    StageKind.PRESENTATION: (37, 40),
    StageKind.OBJECTION: (50, 55),
    StageKind.AWARDING: (65, 66),
}


@dataclass(frozen=True)
class Calendar:
    """The moments of one edition."""

    closes_at: datetime

    @classmethod
    def in_the_middle(cls) -> "Calendar":
        """The year whose registration closes eleven days from now."""
        last_day = timezone.localtime(clock.now()) + timedelta(days=CLOSES_IN_DAYS)
        return cls(last_day.replace(hour=OFFICE_CLOSES, minute=0, second=0, microsecond=0))

    def day(self, days: float, *, hour: int = 10) -> datetime:
        """Return an hour of the day that lies so many days after the closing; before it, where negative."""
        return (self.closes_at + timedelta(days=int(days))).replace(hour=hour)

    @property
    def stages(self) -> dict[StageKind, tuple[datetime, datetime]]:
        return {
            kind: (self.day(first, hour=OFFICE_OPENS), self.day(last, hour=OFFICE_CLOSES))
            for kind, (first, last) in STAGE_DAYS.items()
        }


@contextmanager
def played_at(moment: datetime) -> Iterator[None]:
    """Do what is inside as of `moment`, and at its end, still as of then, what waits for its commit.

    The demonstration is one transaction, so that it is there whole or not at all; without this its mails, pages and
    certificates would all come at the end and carry the hour of loading.
    """
    with clock.at(moment):
        yield
        connection = transaction.get_connection()
        while connection.run_on_commit:
            _savepoints, callback, _is_robust = connection.run_on_commit.pop(0)
            callback()


class AtOnceBackend(BaseTaskBackend):
    """Runs a task where it is enqueued, so that an error in it is an error there. Nobody here asks for results."""

    def enqueue(self, task, args, kwargs):
        return task.call(*args, **kwargs)


@contextmanager
def tasks_at_once() -> Iterator[None]:
    """Let nothing wait for the worker."""
    queue = task_backends["default"]
    task_backends["default"] = AtOnceBackend("default", {"QUEUES": []})
    try:
        yield
    finally:
        task_backends["default"] = queue


@contextmanager
def days_ago(days: int, *, hour: int = OFFICE_OPENS + 2) -> Iterator[None]:
    """Do what is inside as of an hour of the day that lies so many days before the load."""
    moment = timezone.localtime(clock.now()) - timedelta(days=days)
    with played_at(moment.replace(hour=hour, minute=0)):
        yield
