"""Processes that the drill starts, kills and starts again; each one is ended by its own id."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

PATIENCE = 60  # seconds for something to start or to end
RESTART_AFTER = 1  # seconds, as RestartSec of a systemd unit


@dataclass
class Process:
    """One process, its log, and whether it is started again when it ends by itself, as systemd does."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    restarts: bool = False
    running: subprocess.Popen | None = None
    is_wanted: bool = False

    def start(self) -> None:
        """Start it and return when it answers at its port, if it has one."""
        self.is_wanted = True
        with (self.folder / f"{self.name}.log").open("ab") as log:
            # A session of its own, so that its children can be ended together with it.
            self.running = subprocess.Popen(  # noqa: S603
                self.command, env=os.environ | self.environment, stdout=log, stderr=log, start_new_session=True
            )
        if self.port:
            wait_until(self._answers, f"{self.name} does not answer, see {log.name}")

    def kill(self) -> None:
        """End it and its children at once, with nothing written down (`kill -9`)."""
        self._signal(signal.SIGKILL)
        self.running.wait(PATIENCE)

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask it to end, and end it when it does not within so many seconds; nobody starts it again."""
        self.is_wanted = False
        if self.running is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.running.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
        self._signal(signal.SIGKILL)  # children that outlived it
        self.running = None

    @property
    def has_ended(self) -> bool:
        return self.running is not None and self.running.poll() is not None

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)

    def _answers(self) -> bool:
        if self.has_ended:
            raise RuntimeError(f"{self.name} ended at once, see {self.folder / self.name}.log")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Supervisor:
    """Starts again what has ended and should run, as the services of an installation are."""

    def __init__(self, processes: Sequence[Process]):
        self._processes = processes
        self._stopped = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(RESTART_AFTER):
            for process in self._processes:
                if process.restarts and process.is_wanted and process.has_ended:
                    process.start()


def wait_until(is_so, words: str, patience: float = PATIENCE) -> None:
    """Return once `is_so()`; raises `RuntimeError` with the words when it never is."""
    end = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > end:
            raise RuntimeError(words)
        time.sleep(0.2)
