"""What workers leave behind that were killed, or that lost the database in the middle of a task.

The queue marks a task as running and never looks at it again. So each worker gives a sign of life, and the schedule
puts back what belongs to nobody that lives. Every task may therefore run twice, and says what the second time does.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from innovation_portal.utils import clock
from innovation_portal.utils.models import WorkerSign

logger = logging.getLogger(__name__)

SIGN_EVERY = 15  # seconds
# Several signs may get lost, while the database is started again for example.
SILENT_AFTER = timedelta(minutes=2)
FORGOTTEN_AFTER = timedelta(days=1)
# A task that takes its worker with it, by its hunger for memory for example, is not tried for ever.
MOST_RUNS = 5
# What came from around the task and not from the task: the database went away, or the worker was stopped twice.
INTERRUPTIONS = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError", "builtins.SystemExit")


@contextmanager
def signs_of_life(worker_id: str) -> Iterator[None]:
    """Let a thread say every few seconds that this worker lives, and take its sign away when it ends orderly."""
    stopped = Event()
    signs = Thread(target=_give_signs, args=(worker_id, stopped), daemon=True)
    signs.start()
    try:
        yield
    finally:
        stopped.set()
        signs.join()


def put_back_lost_tasks() -> int:
    """Have tasks run again whose worker is silent or which were interrupted; return how many. Runs by the clock.

    A task that was begun `MOST_RUNS` times without an end is given up and says so. Again: nothing.
    """
    WorkerSign.objects.filter(seen_at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    return sum(_put_back(task) for task in [*_lost_tasks(), *_interrupted_tasks()])


def _lost_tasks() -> list[DBTaskResult]:
    silent_since = clock.now() - SILENT_AFTER
    living = set(WorkerSign.objects.filter(seen_at__gte=silent_since).values_list("worker_id", flat=True))
    # Just begun: its worker may not have given its first sign yet.
    running = DBTaskResult.objects.running().filter(started_at__lt=silent_since)
    return [task for task in running if living.isdisjoint(task.worker_ids[-1:])]


def _interrupted_tasks() -> list[DBTaskResult]:
    interrupted = DBTaskResult.objects.failed().filter(exception_class_path__in=INTERRUPTIONS)
    recent = interrupted.filter(finished_at__gte=clock.now() - FORGOTTEN_AFTER)
    return [task for task in recent if len(task.worker_ids) < MOST_RUNS]


def _put_back(task: DBTaskResult) -> bool:
    """Put a task back into the queue, unless its worker, or another process that looks as well, was faster."""
    as_seen = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    if len(task.worker_ids) < MOST_RUNS:
        logger.warning("The task %s (%s) was left unfinished and is run again.", task.task_path, task.pk)
        return bool(as_seen.update(status=TaskResultStatus.READY, started_at=None, finished_at=None))
    logger.error("The task %s (%s) never came to an end and is given up.", task.task_path, task.pk)
    as_seen.update(
        status=TaskResultStatus.FAILED,
        finished_at=clock.now(),
        traceback=f"Its worker was killed, {MOST_RUNS} times in a row.",
    )
    return False


def _give_signs(worker_id: str, stopped: Event) -> None:
    while not stopped.is_set():
        try:
            WorkerSign.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": clock.now()})
        except DatabaseError:
            logger.warning("The sign of life of a worker could not be written; the next one is tried.")
            connection.close()
        stopped.wait(SIGN_EVERY)
    try:
        WorkerSign.objects.filter(worker_id=worker_id).delete()
    except DatabaseError:
        logger.warning("The last sign of life of a worker stays until it is forgotten.")
    connection.close()
