"""A disk that is really full: a small file system in memory that only the processes started on it see."""

import os
import subprocess
from pathlib import Path

from tests.drill.processes import PATIENCE

MOUNT = 'mount -t tmpfs -o "mode=0777,size=$1m" tmpfs "$0" && echo mounted && exec sleep infinity'
PIECE = bytes(64 * 1024)


class SmallDisk:
    """Lies at `place` for whatever is started with `enter` before its command. Nobody has to be root for it.

    It is gone with everything on it at the end of the block.
    """

    def __init__(self, place: Path, megabytes: int):
        self.place, self._megabytes = place, megabytes

    def __enter__(self):
        self.place.mkdir()
        # Whoever is not root is root in a name space of users of its own.
        own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        command = ["unshare", *own, "--mount", "sh", "-c", MOUNT, str(self.place), str(self._megabytes)]
        self._holder = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603
        if not self._holder.stdout.readline():
            raise RuntimeError("No small disk could be mounted; this machine allows no name spaces to its users.")
        return self

    def __exit__(self, *_error):
        self._holder.kill()
        self._holder.wait(PATIENCE)
        self._holder.stdout.close()

    @property
    def enter(self) -> list[str]:
        own = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", f"--target={self._holder.pid}", *own, "--mount", "--"]

    @property
    def seen_from_outside(self) -> Path:
        return Path(f"/proc/{self._holder.pid}/root{self.place}")

    def fill(self) -> None:
        """Leave no room at all."""
        with self._filler.open("wb", buffering=0) as filler:
            for piece in (PIECE, b"\0"):
                self._write_until_full(filler, piece)

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink()

    @property
    def _filler(self) -> Path:
        return self.seen_from_outside / "filler"

    @staticmethod
    def _write_until_full(filler, piece: bytes) -> None:
        try:
            while filler.write(piece):
                pass
        except OSError:  # no space left
            return
