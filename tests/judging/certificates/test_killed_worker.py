"""A real worker is killed in the middle of a batch; another one goes on, and nothing is missing or double."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.db import connection

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import IssueRunState, PrintState
from judging.models import Certificate, IssueRun
from judging.pdf import BATCH_SIZE
from judging.services.certificates import issue_certificates
from judging.services.issue_runs import resume_silent_runs
from tests.judging.certificates.conftest import Ceremony
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

IN_THE_SECOND_BATCH = 8


@pytest.fixture
def ceremony():
    return Ceremony()


@pytest.fixture(autouse=True)
def kept_tasks(settings):
    """Tasks wait in the database for a worker, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def start_worker(settings):
    """Start workers as production runs them, on the database and the files of this test; none outlives it."""
    url = f"sqlite:///{connection.settings_dict['NAME']}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=connection.settings_dict["NAME"]).geturl()
    environment = {
        "DJANGO_SETTINGS_MODULE": "innovation_portal.settings.dev",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", "db_worker", "--batch", "--verbosity=0"]
    workers = []

    def start() -> subprocess.Popen:
        workers.append(subprocess.Popen(command, cwd=project.BASE_DIR, env=os.environ | environment))  # noqa: S603
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def test_run_goes_on_after_its_worker_was_killed(ceremony, start_worker):
    for _place in range(BATCH_SIZE + IN_THE_SECOND_BATCH):
        ceremony.award()
    issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)
    run = IssueRun.objects.get()
    taken = run.items.filter(state=PrintState.TAKEN)
    printed = run.items.filter(state=PrintState.PRINTED)

    killed = start_worker()
    wait_until(lambda: printed.exists() and taken.exists(), process=killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    when_killed = printed.count(), taken.count()
    silence = clock.now() - timedelta(minutes=5)
    IssueRun.objects.update(beat_at=silence)
    taken.update(taken_at=silence)
    resume_silent_runs()
    next_one = start_worker()

    assert next_one.wait(PATIENCE) == 0
    assert when_killed == (BATCH_SIZE, IN_THE_SECOND_BATCH)
    run.refresh_from_db()
    certificates = list(Certificate.objects.order_by("sequence"))
    assert run.state == IssueRunState.FINISHED
    assert [one.sequence for one in certificates] == list(range(1, BATCH_SIZE + IN_THE_SECOND_BATCH + 1))
    assert len({one.award_id for one in certificates}) == len(certificates)
    [folder] = default_storage.listdir("certificates")[0]
    assert sorted(default_storage.listdir(f"certificates/{folder}")[1]) == sorted(
        f"{one.public_id}.pdf" for one in certificates
    )
    for certificate in certificates:
        with certificate.file.open() as file:
            assert hash_of_chunks(file.chunks()) == certificate.file_sha256
