import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from innovation_portal.utils.queueing import hand_to_worker, is_ordered
from innovation_portal.utils.tasks import deliver_due_messages, deliver_message, deliver_messages


@pytest.fixture
def queue(db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    return DBTaskResult.objects.values_list("task_path", "args_kwargs")


def test_a_task_is_stored_in_the_transaction_that_it_belongs_to(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after_commit:
        hand_to_worker(deliver_messages, [1, 2])

    assert list(queue) == [(deliver_messages.module_path, {"args": [[1, 2]], "kwargs": {}})]
    assert after_commit == []


def test_what_is_rolled_back_leaves_no_task(queue):
    with transaction.atomic():
        hand_to_worker(deliver_message, 1)
        transaction.set_rollback(True)

    assert list(queue) == []


def test_a_queue_elsewhere_is_told_after_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after_commit:
        hand_to_worker(deliver_messages, [])

    assert len(after_commit) == 1


@pytest.mark.parametrize(
    ("status", "expected"),
    [(TaskResultStatus.READY, True), (TaskResultStatus.RUNNING, True), (TaskResultStatus.SUCCESSFUL, False)],
)
def test_a_task_is_ordered_until_it_is_finished(queue, status, expected):
    assert not is_ordered(deliver_due_messages)
    hand_to_worker(deliver_due_messages)
    DBTaskResult.objects.update(status=status)

    assert is_ordered(deliver_due_messages) == expected
