"""A complete installation on one machine: two web servers behind nginx, two workers, schedule and what they need."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.drill import servers
from tests.drill.mail_sink import MailSink
from tests.drill.processes import Process, Supervisor
from tests.ports import free_port

PROJECT = Path(__file__).parents[2]
BUCKET = "drill"
SCHEDULE_EVERY = 5  # seconds, so that nobody waits two minutes for what the next round does


@dataclass(frozen=True)
class Installation:
    folder: Path
    database: servers.PostgreSQL
    redis: Process
    storage: Process
    nginx: Process
    mail: MailSink
    webs: list[Process]
    workers: list[Process]
    schedule: Process

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.nginx.port}"

    def log_of(self, *processes: Process) -> str:
        return "\n".join((self.folder / f"{one.name}.log").read_text(errors="replace") for one in processes)


@contextmanager
def installed() -> Iterator[Installation]:
    """Set everything up in a scratch folder and start it; ends it all and removes the folder, also after a failure.

    The environment of this process is that of the installation, so that Django can be set up in it afterwards. With
    `KEEP=1` the folder with its logs stays.
    """
    folder = Path(tempfile.mkdtemp(prefix="portal-drill.", dir="/tmp"))
    folder.chmod(0o755)
    database = servers.PostgreSQL(folder / "pg")
    redis, storage, mail = servers.redis(folder), servers.storage(folder), MailSink(free_port())
    webs = [web_server(folder, f"web{number}") for number in (1, 2)]
    nginx = servers.nginx(folder, [web.port for web in webs])
    workers = [_managed(folder, f"worker{number}", "db_worker", "--verbosity=0") for number in (1, 2)]
    schedule = _managed(folder, "schedule", "run_schedule", f"--interval={SCHEDULE_EVERY}")
    processes = [redis, storage, *webs, nginx, *workers, schedule]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "innovation_portal.settings.dev",
        "DATABASE_URL": database.url,
        "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{storage.port}",
        "S3_ACCESS_KEY": "drill",
        "S3_SECRET_KEY": "drill",
        "AWS_DEFAULT_REGION": "us-east-1",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "MEDIA_ROOT": str(folder / "media"),
        "PARTIAL_UPLOADS_ROOT": str(folder / "partial_uploads"),
        "PORTAL_ADDRESS": f"http://127.0.0.1:{nginx.port}",
        "LOG_LEVEL": "WARNING",
    }
    try:
        database.create()
        redis.start()
        storage.start()
        mail.start()
        servers.make_bucket(os.environ["S3_ENDPOINT_URL"], BUCKET)
        for command in (["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "--verbosity=0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, check=True)  # noqa: S603
        for process in (*webs, nginx, *workers, schedule):
            process.start()
        with Supervisor(processes):
            yield Installation(folder, database, redis, storage, nginx, mail, webs, workers, schedule)
    finally:
        for process in reversed(processes):
            process.stop()
        mail.stop()
        database.stop()
        if "KEEP" not in os.environ:
            shutil.rmtree(folder)


def web_server(folder: Path, name: str, environment: Mapping[str, str] = {}) -> Process:
    """A web server of the installation that was not started yet, at a port of its own."""
    port = free_port()
    program = str(Path(sys.executable).with_name("gunicorn"))
    command = [program, f"--chdir={PROJECT}", f"--config={PROJECT}/innovation_portal/gunicorn.py"]
    own = {"PORT": str(port), **environment}
    return Process(name, [*command, "innovation_portal.wsgi"], folder, own, port=port, restarts=True)


def _managed(folder: Path, name: str, *arguments: str) -> Process:
    return Process(name, [sys.executable, str(PROJECT / "manage.py"), *arguments], folder, restarts=True)
