from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from home.checks import site_is_set_up
from home.services.site import set_up_site
from innovation_portal.operations.checks import state as checks
from innovation_portal.operations.heartbeats import last_heartbeat
from innovation_portal.operations.models import Heartbeat
from innovation_portal.utils import clock

pytestmark = pytest.mark.django_db
STATE = [checks.schedule_runs, checks.worker_works, checks.clocks_agree, site_is_set_up]


def ids(messages):
    return [message.id for message in messages]


def test_database_with_all_tables_is_ready():
    assert checks.database_is_ready(None) == []


def test_migrations_that_are_missing_are_counted():
    MigrationRecorder.Migration.objects.filter(app="operations").delete()

    [warning] = checks.database_is_ready(None)
    assert (warning.id, "operations.0001_initial" in warning.msg) == ("portal.W041", True)


def test_database_that_is_away_is_told_once(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("Connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        found = ids(checks.database_is_ready(None)), [ids(check(None)) for check in (*STATE[:2], STATE[3])]

    assert found == (["portal.W040"], [[], [], []])


def test_schedule_that_has_never_run_or_stopped_is_named():
    assert ids(checks.schedule_runs(None)) == ["portal.W042"]

    call_command("run_schedule", "--once")
    assert checks.schedule_runs(None) == []

    with clock.at(clock.now() + timedelta(minutes=61)):
        assert ids(checks.schedule_runs(None)) == ["portal.W042"]


def test_a_round_leaves_one_sign_of_life():
    call_command("run_schedule", "--once")
    moment = clock.now() + timedelta(minutes=2)
    with clock.at(moment):
        call_command("run_schedule", "--once")

    assert (last_heartbeat(Heartbeat.SCHEDULE), Heartbeat.objects.count()) == (moment, 1)


@pytest.mark.parametrize(
    ("status", "minutes", "expected"),
    [("READY", 9, []), ("READY", 11, ["portal.W043"]), ("SUCCESSFUL", 11, []), ("RUNNING", 11, [])],
)
def test_task_that_nobody_takes_is_named(status, minutes, expected):
    task = DBTaskResult.objects.create(
        status=status, args_kwargs={}, task_path="x.y", backend_name="default", run_after=clock.now()
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=clock.now() - timedelta(minutes=minutes))

    assert ids(checks.worker_works(None)) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(30, []), (90, ["portal.W044"]), (-3600, ["portal.W044"])])
def test_clock_that_differs_from_that_of_the_database_is_named(seconds, expected):
    clock.follow(clock.now() + timedelta(seconds=seconds))
    try:
        assert ids(checks.clocks_agree(None)) == expected
    finally:
        clock.follow(clock.now() + clock.deviation())


def test_clock_of_the_database_is_read():
    assert checks.clocks_agree(None) == []


def test_portal_without_its_first_page_is_named():
    assert ids(site_is_set_up(None)) == ["home.W001"]

    set_up_site()
    assert site_is_set_up(None) == []
