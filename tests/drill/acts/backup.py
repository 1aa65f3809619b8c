"""A backup of database and files, into a folder or a bucket, and the way back from it."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

from innovation_portal.utils.backup.checking import verify
from innovation_portal.utils.backup.encryption import new_key
from innovation_portal.utils.backup.errors import DamagedArchive
from innovation_portal.utils.backup.keeping import make_backup
from innovation_portal.utils.backup.retention import Keep
from innovation_portal.utils.backup.targets import archive_at, moment_in, name_at, target_of
from tests.drill.installation import PROJECT
from tests.drill.report import Outcome


@dataclass
class Backup:
    """Archives at an address where nothing lies yet; the key and what is known of the last one go into a folder."""

    name: str
    address: str
    folder: Path

    def __post_init__(self):
        self.folder.mkdir()
        text, public = new_key()
        self.key, self.state = self.folder / "backup.key", self.folder / "last.json"
        self.key.write_text(text)
        self._settings = override_settings(
            BACKUP_TARGET=self.address, BACKUP_RECIPIENTS=[public], BACKUP_STATE=self.state
        )

    def begin(self):
        for name in self._archives():
            target_of(self.address).delete(name)
        self.state.unlink(missing_ok=True)

    def do(self):
        with self._settings:
            make_backup(keep=Keep(), say=lambda text: None)

    def half_done(self):
        """Count archives under a finished name that are not whole, and a last backup that is not there."""
        names = self._archives()
        is_there = not self.state.exists() or json.loads(self.state.read_text())["file"] in names
        return sum(not self._is_whole(name) for name in names) + int(not is_there)

    def lost(self):
        return int(not self.state.exists()) + self.half_done()

    def doubled(self):
        """Count what is left of unfinished archives. A run that was killed at its very end leaves a good one."""
        if self.address.startswith("s3://"):
            return 0  # a bucket shows whole files only
        return sum(moment_in(name) is None for name in os.listdir(self.address))

    def restored(self, **elsewhere: str) -> Outcome:
        """Bring the newest archive into an empty installation, which compares every row and every file."""
        begun = time.monotonic()
        command = [sys.executable, "manage.py", "restore_backup", f"--key={self.key}", self.address]
        done = subprocess.run(  # noqa: S603
            command, cwd=PROJECT, env=os.environ | elsewhere, capture_output=True, text=True, check=False
        )
        said = (done.stdout or done.stderr or "nothing was said").strip().splitlines()[-1]
        lost = int(done.returncode != 0)
        return Outcome("kills", f"restoring the last {self.name}", said, lost, 0, 0, time.monotonic() - begun)

    def _archives(self) -> list[str]:
        return [name_at(moment) for moment in target_of(self.address).moments()]

    def _is_whole(self, name: str) -> bool:
        try:
            with archive_at(f"{self.address}/{name}") as path:
                verify(path, self.key)
        except DamagedArchive:
            return False
        return True
