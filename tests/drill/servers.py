"""PostgreSQL, Redis, nginx and an S3-compatible storage, as Debian and PyPI have them, each in the scratch folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.drill.processes import Process, wait_until
from tests.drill.small_disk import SmallDisk
from tests.ports import free_port

NGINX = Path(__file__).with_name("nginx.conf")
AWAY = Path(__file__).with_name("away.html")


@dataclass(frozen=True)
class PostgreSQL:
    """A cluster that waits for the disk as in production, so that stopping it hard is as cutting the power."""

    folder: Path
    disk: SmallDisk | None = None

    def create(self) -> None:
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", f"--pgdata={self.data}", "--username=portal", "--auth=trust", "--encoding=UTF8")
        self.start()
        self.make_database("portal")

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=120"
        self._run("pg_ctl", f"--pgdata={self.data}", f"--log={self.folder}/log", "--wait", "start", "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: `immediate` ends every process at once, and the next start repairs from the log."""
        self._run("pg_ctl", f"--pgdata={self.data}", f"--mode={mode}", "--wait", "stop")

    def make_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self._run("createdb", f"--host={self.folder}", "--username=portal", name)
        return self.url.replace("/portal?", f"/{name}?")

    @property
    def url(self) -> str:
        return f"postgres://portal@/portal?host={self.folder}"

    @property
    def data(self) -> Path:
        return (self.disk.place if self.disk else self.folder) / "data"

    @property
    def is_running(self) -> bool:
        return self._call("pg_ctl", f"--pgdata={self.data}", "status").returncode == 0

    def copied_to(self, disk: SmallDisk) -> "PostgreSQL":
        """Return a copy on another disk. Both go by the same address, so this one must be stopped."""
        subprocess.run([*disk.enter, "cp", "-a", self.data, disk.place], check=True)  # noqa: S603
        return PostgreSQL(self.folder, disk)

    def _run(self, program: str, *arguments: str) -> None:
        self._call(program, *arguments).check_returncode()

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        # PostgreSQL refuses to run as root, which everybody is on a small disk.
        if os.geteuid() == 0:
            become = ["runuser", "--user", "postgres", "--"]
        elif self.disk:
            become = ["unshare", "--user", f"--map-user={os.geteuid()}", f"--map-group={os.getegid()}", "--"]
        else:
            become = []
        enter = self.disk.enter if self.disk else []
        command = [*enter, *become, programs[-1] / program, *arguments]
        return subprocess.run(command, check=False, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603


def redis(folder: Path) -> Process:
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", ""]
    return Process("redis", command, folder, port=port)


def storage(folder: Path) -> Process:
    port = free_port()
    program = str(Path(sys.executable).with_name("moto_server"))
    return Process("storage", [program, "--host=127.0.0.1", f"--port={port}"], folder, port=port)


def nginx(folder: Path, web_ports: Sequence[int]) -> Process:
    """A proxy before the web servers that answers 503 with `Retry-After` for one that is not there."""
    port = free_port()
    shutil.copy(AWAY, folder / "away.html")
    text = NGINX.read_text().replace("{folder}", str(folder)).replace("{port}", str(port))
    servers = "\n".join(f"    server 127.0.0.1:{each} max_fails=1 fail_timeout=2s;" for each in web_ports)
    text = text.replace("{servers}", servers).replace("{user}", "user root;" if os.geteuid() == 0 else "")
    (folder / "nginx.conf").write_text(text)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return Process("nginx", [program, "-e", f"{folder}/nginx.log", "-c", f"{folder}/nginx.conf"], folder, port=port)


def make_bucket(endpoint: str, name: str) -> None:
    import boto3  # it takes a second to load, and only this needs it

    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="drill", aws_secret_access_key="drill"
    )
    client.create_bucket(Bucket=name)
    wait_until(lambda: name in [each["Name"] for each in client.list_buckets()["Buckets"]], "The bucket is not there.")
