"""What Prometheus is told, and who is not."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as portal_settings
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from innovation_portal.operations.heartbeats import note_heartbeat
from innovation_portal.operations.metrics import last_backup
from innovation_portal.operations.models import Heartbeat
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, settings):
    settings.METRICS_TOKEN = "kunci-pemantau"

    def reading():
        response = client.get("/metrik/", headers={"Authorization": "Bearer kunci-pemantau"})
        assert response.status_code == 200
        families = text_string_to_metric_families(response.content.decode())
        return {(sample.name, *sample.labels.values()): sample.value for one in families for sample in one.samples}

    return reading


def state_in(values):
    """The values of the moment, without labels; what is read of the process itself comes from the library."""
    return {name: value for (name, *labels), value in values.items() if name.startswith("portal_") and not labels}


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer salah", "kunci-pemantau", "Bearer kunci-pemantaü"])
def test_without_the_token_the_address_does_not_exist(client, settings, header):
    settings.METRICS_TOKEN = "kunci-pemantau"

    assert client.get("/metrik/", headers={"Authorization": header}).status_code == 404


def test_without_a_setting_nobody_is_let_in(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrik/", headers={"Authorization": "Bearer "}).status_code == 404


def test_an_empty_portal_waits_for_nothing(read, settings, tmp_path):
    settings.BACKUP_STATE = tmp_path / "last.json"

    told = state_in(read())

    assert told.pop("portal_database_bytes") > 0
    assert told == {
        "portal_tasks_waiting": 0,
        "portal_tasks_failed": 0,
        "portal_task_oldest_seconds": 0,
        "portal_mails_queued": 0,
        "portal_mails_failed": 0,
    }


def test_what_waits_and_what_failed_is_counted(read, settings, tmp_path):
    now = clock.now()
    settings.BACKUP_STATE = tmp_path / "last.json"
    settings.BACKUP_STATE.write_text(json.dumps({"at": (now - timedelta(days=2)).isoformat()}))
    with clock.at(now - timedelta(minutes=3)):
        note_heartbeat(Heartbeat.SCHEDULE)
    for status in ("READY", "READY", "FAILED"):
        DBTaskResult.objects.create(
            status=status, args_kwargs={}, task_path="x.y", backend_name="default", run_after=now
        )
    DBTaskResult.objects.filter(status="READY").update(enqueued_at=now - timedelta(minutes=20))
    for state in ("queued", "failed", "failed", "sent"):
        OutgoingMessage.objects.create(kind="uji", address="a@example.id", subject="s", body="b", state=state)

    with clock.at(now):
        told = state_in(read())

    assert told.pop("portal_database_bytes") > 0
    assert told == {
        "portal_tasks_waiting": 2,
        "portal_tasks_failed": 1,
        "portal_task_oldest_seconds": 1200,
        "portal_mails_queued": 1,
        "portal_mails_failed": 2,
        "portal_schedule_seconds": 180,
        "portal_backup_seconds": 172800,
    }


def test_requests_are_counted_by_view_and_never_by_address(client, read):
    before = read().get(("portal_requests_total", "GET", "200", "utils:empty"), 0)
    client.get("/ok/?q=rahasia")
    client.get("/ok/")
    client.get("/karangan-orang-iseng/")

    told = read()

    assert told[("portal_requests_total", "GET", "200", "utils:empty")] == before + 2
    assert not [name for name in told if "iseng" in str(name) or "rahasia" in str(name)]


@pytest.mark.parametrize("text", ["", "{}", "rusak", '{"at": 5}', '{"at": "kemarin"}', "[]"])
def test_a_state_of_the_backup_that_cannot_be_read_is_none(settings, tmp_path, text):
    settings.BACKUP_STATE = tmp_path / "last.json"
    settings.BACKUP_STATE.write_text(text)

    assert last_backup() is None


def test_reading_costs_the_same_however_much_waits(read, django_assert_num_queries):
    for _task in range(20):
        DBTaskResult.objects.create(
            status="READY", args_kwargs={}, task_path="x.y", backend_name="default", run_after=clock.now()
        )

    with django_assert_num_queries(7):
        read()


def test_processes_of_one_machine_add_up(tmp_path):
    """What two processes count is read by a third."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    counting = "from prometheus_client import Counter; Counter('uji', 'uji').inc(2)"
    reading = (
        "from prometheus_client import CollectorRegistry, generate_latest;"
        "from prometheus_client.multiprocess import MultiProcessCollector;"
        "registry = CollectorRegistry(); MultiProcessCollector(registry); print(generate_latest(registry).decode())"
    )

    def run(code):
        command = [sys.executable, "-c", code]
        return subprocess.run(  # noqa: S603
            command, env=environment, cwd=portal_settings.BASE_DIR, capture_output=True, text=True, check=True
        ).stdout

    run(counting)
    run(counting)

    assert "uji_total 4.0" in run(reading)
