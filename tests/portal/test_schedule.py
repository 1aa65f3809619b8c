import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from innovation_portal.utils.schedule import Job, registered_jobs, run_jobs


def fail():
    raise ValueError("rusak")


def test_a_job_that_fails_is_logged_and_stops_no_other(caplog):
    done = []
    jobs = [Job("broken", fail, order=1), Job("whole", lambda: done.append("whole"), order=2)]

    assert run_jobs(jobs) == ["broken"]
    assert done == ["whole"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "rusak" in caplog.text


def test_reminders_are_stored_before_the_daily_mail_is_made():
    assert [job.name for job in registered_jobs()] == [
        "lost tasks",
        "reminders",
        "summaries",
        "follow-ups",
        "reminders of follow-ups",
        "reminders of replications",
        "compliance by day",
        "retention",
        "printing",
        "printer files",
        "lost copies of personal data",
        "open data",
        "old open data",
        "old share cards",
        "daily mail",
        "mail",
        "audit links",
        "audit head",
        "sign of life",
    ]


def test_one_round_runs_on_an_empty_database(db):
    call_command("run_schedule", "--once")


def test_one_round_says_what_failed(monkeypatch):
    monkeypatch.setattr("innovation_portal.utils.schedule._jobs", [Job("broken", fail, order=1)])

    with pytest.raises(CommandError, match="broken"):
        call_command("run_schedule", "--once")


def test_the_schedule_stops_when_it_is_told_to(tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'kosong.sqlite3'}"}
    command = [sys.executable, "manage.py", "run_schedule", "--interval=600"]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE, text=True
    )
    process.stderr.readline()  # without tables the first round fails, so it has begun

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)  # long before the next round

    assert process.returncode == 0
