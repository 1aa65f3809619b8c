"""Whether what runs beside the web pages is at work."""

from datetime import datetime

from django_tasks_db.models import DBTaskResult

from innovation_portal.operations.models import Heartbeat
from innovation_portal.utils import clock


def note_heartbeat(name: str) -> None:
    """Write down that a process is at work now; two at once leave one row."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def last_heartbeat(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def oldest_waiting_task() -> datetime | None:
    """Return since when the task waits that has waited longest for a worker, `None` where none waits.

    A worker that lives takes the next task within a second, or after the one that it is at.
    """
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at")
    return waiting.values_list("enqueued_at", flat=True).first()
