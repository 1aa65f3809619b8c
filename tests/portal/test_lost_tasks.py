import os
import signal
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from innovation_portal.utils import clock
from innovation_portal.utils.lost_tasks import FORGOTTEN_AFTER, MOST_RUNS, SILENT_AFTER, put_back_lost_tasks
from innovation_portal.utils.models import WorkerSign
from innovation_portal.utils.tasks import deliver_message
from tests.waiting import PATIENCE, wait_until

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL
LONG_AGO = SILENT_AFTER + timedelta(seconds=1)


def begun(workers=("mati",), *, ago=LONG_AGO, status=RUNNING, **fields):
    return DBTaskResult.objects.create(
        task_path=deliver_message.module_path,
        args_kwargs={"args": [1], "kwargs": {}},
        backend_name="default",
        run_after=clock.now() - ago,
        status=status,
        started_at=clock.now() - ago,
        worker_ids=list(workers),
        **fields,
    )


def status_of(task):
    task.refresh_from_db()
    return task.status


def test_what_a_silent_worker_was_doing_is_run_again(db):
    WorkerSign.objects.create(worker_id="hidup", seen_at=clock.now())
    WorkerSign.objects.create(worker_id="diam", seen_at=clock.now() - LONG_AGO)
    unknown, silent, alive = begun(["mati"]), begun(["hidup", "diam"]), begun(["mati", "hidup"])
    just_begun = begun(["mati"], ago=timedelta(seconds=30))

    assert put_back_lost_tasks() == 2
    assert [status_of(each) for each in (unknown, silent, alive, just_begun)] == [READY, READY, RUNNING, RUNNING]
    assert put_back_lost_tasks() == 0


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("django.db.utils.OperationalError", READY),
        ("django.db.utils.InterfaceError", READY),
        ("builtins.SystemExit", READY),
        ("builtins.ValueError", FAILED),
    ],
)
def test_what_was_interrupted_from_outside_is_run_again_and_what_failed_by_itself_is_not(db, error, status):
    failed = begun(status=FAILED, exception_class_path=error, finished_at=clock.now())

    put_back_lost_tasks()

    assert status_of(failed) == status


def test_an_interruption_of_long_ago_is_not_dug_up(db):
    long_ago = clock.now() - FORGOTTEN_AFTER - timedelta(seconds=1)
    failed = begun(status=FAILED, exception_class_path="django.db.utils.OperationalError", finished_at=long_ago)

    put_back_lost_tasks()

    assert status_of(failed) == FAILED


def test_a_task_that_takes_every_worker_with_it_is_given_up(db):
    task = begun(["mati"] * MOST_RUNS)

    assert put_back_lost_tasks() == 0
    assert status_of(task) == FAILED
    assert task.traceback == "Its worker was killed, 5 times in a row."


def test_signs_of_long_ago_are_forgotten(db):
    WorkerSign.objects.create(worker_id="lama", seen_at=clock.now() - FORGOTTEN_AFTER - timedelta(seconds=1))
    WorkerSign.objects.create(worker_id="hidup", seen_at=clock.now())

    put_back_lost_tasks()

    assert list(WorkerSign.objects.values_list("worker_id", flat=True)) == ["hidup"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_signs_while_it_lives_and_takes_its_sign_away_when_it_is_stopped():
    url = f"sqlite:///{connection.settings_dict['NAME']}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=connection.settings_dict["NAME"]).geturl()
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "innovation_portal.settings.dev"}
    command = [sys.executable, "manage.py", "db_worker", "--worker-id=uji", "--verbosity=0"]
    worker = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
    try:
        wait_until(WorkerSign.objects.filter(worker_id="uji").exists, process=worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait()
    assert not WorkerSign.objects.exists()
