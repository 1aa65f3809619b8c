"""What Prometheus reads at /metrik/: counted requests, and the state of the portal at the moment of asking.

Requests are counted in each process; where PROMETHEUS_MULTIPROC_DIR names a folder (docs/operations), the processes of
one machine add up there, and every answer speaks for all of them.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from innovation_portal.operations.heartbeats import last_heartbeat, oldest_waiting_task
from innovation_portal.operations.models import Heartbeat
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage

DURATIONS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
UNKNOWN_VIEW = "none"
REQUESTS = Counter("portal_requests", "Answered requests", ["view", "method", "status"])
SECONDS = Histogram("portal_request_seconds", "Time to the answer", ["view"], buckets=DURATIONS)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


def count_request(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count an answer by the name of its view, never by its address: visitors could invent names without end."""
    view = request.resolver_match.view_name if request.resolver_match else UNKNOWN_VIEW
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(view or UNKNOWN_VIEW, method, response.status_code).inc()
    SECONDS.labels(view or UNKNOWN_VIEW).observe(seconds)


def written_metrics() -> bytes:
    """Return all metrics in the text format of Prometheus."""
    state = CollectorRegistry()
    state.register(StateCollector())
    return generate_latest(_counted()) + generate_latest(state)


def _counted() -> CollectorRegistry:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


_of_apps: list[Callable[[], GaugeMetricFamily]] = []


def state_metric(read: Callable[[], GaugeMetricFamily]) -> Callable[[], GaugeMetricFamily]:
    """Decorate a function of an app that reads one more state of the moment, `gauge` of it."""
    _of_apps.append(read)
    return read


class StateCollector(Collector):
    """Read what waits and what went wrong. Times are ages in seconds; what has never happened has no value."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        tasks, messages = DBTaskResult.objects, OutgoingMessage.objects
        yield gauge("portal_tasks_waiting", "Tasks that wait for a worker", tasks.ready().count())
        yield gauge("portal_tasks_failed", "Tasks that failed and are still kept", tasks.failed().count())
        yield _age("portal_task_oldest_seconds", "Age of the oldest waiting task", oldest_waiting_task(), missing=0)
        for state in (OutgoingMessage.State.QUEUED, OutgoingMessage.State.FAILED):
            yield gauge(f"portal_mails_{state}", f"Mails in the state {state}", messages.filter(state=state).count())
        seen = last_heartbeat(Heartbeat.SCHEDULE)
        yield _age("portal_schedule_seconds", "Since the last round of the schedule", seen)
        yield _age("portal_backup_seconds", "Since the last backup", last_backup())
        yield gauge("portal_database_bytes", "Size of the database", _database_bytes())
        for read in _of_apps:
            yield read()


def last_backup() -> datetime | None:
    """Return when script/backup last ended well, by the file BACKUP_STATE: `{"at": "2026-11-27T01:30:00+07:00"}`."""
    try:
        return datetime.fromisoformat(json.loads(settings.BACKUP_STATE.read_text())["at"]).astimezone()
    except (OSError, ValueError, KeyError, TypeError):
        return None


def gauge(name: str, text: str, value: float | None) -> GaugeMetricFamily:
    """Return a metric with one value, or with none."""
    family = GaugeMetricFamily(name, text)
    if value is not None:
        family.add_metric([], value)
    return family


def _age(name: str, text: str, moment: datetime | None, missing: float | None = None) -> GaugeMetricFamily:
    return gauge(name, text, (clock.now() - moment).total_seconds() if moment else missing)


def _database_bytes() -> int:
    statements = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    }
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor])
        return cursor.fetchone()[0]
