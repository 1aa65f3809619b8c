"""The one way to the workers."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult


def hand_to_worker(task: Task, *arguments: Any) -> None:
    """Have a task run by a worker once the open transaction is through, and never when it is rolled back.

    The queue is a table of the same database, so the order is written together with what it belongs to: a process that
    is killed right after the commit takes no order with it. A queue elsewhere is told after the commit.
    """
    if isinstance(task.get_backend(), DatabaseBackend):
        task.enqueue(*arguments)
    else:
        transaction.on_commit(partial(task.enqueue, *arguments))


def is_ordered(task: Task) -> bool:
    """Say whether such a task waits for a worker or is being run by one, whatever its arguments."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(task_path=task.module_path, status__in=unfinished).exists()
