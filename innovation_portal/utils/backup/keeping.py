"""What a scheduled backup does around its archive: one at a time, old ones thrown away, the outcome written down."""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model

from innovation_portal.utils import clock
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.making import write_archive
from innovation_portal.utils.backup.retention import Keep, superfluous
from innovation_portal.utils.backup.targets import Target, name_at, target_of
from innovation_portal.utils.emails import send_message

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Backup:
    """The last backup that succeeded, as BACKUP_STATE holds it: the moment in ISO 8601, the size in bytes."""

    at: str
    file: str
    size: int
    sha256: str
    rows: int
    files: int
    seconds: float


def make_backup(*, keep: Keep, say: Callable[[str], None]) -> Backup:
    """Write an archive to BACKUP_TARGET, throw away the superfluous, write down the outcome and return it.

    Again: another archive. While one runs a second is refused with `BackupError`. When it fails for any other reason
    the administrators get a mail, and the reason is raised.
    """
    with _alone():
        try:
            return _make(target_of(settings.BACKUP_TARGET), keep, say)
        except Exception as error:
            _tell_administrators(error)
            raise


def _make(target: Target, keep: Keep, say: Callable[[str], None]) -> Backup:
    target.clean()
    started, began = clock.now(), monotonic()
    name = name_at(started)
    with target.taking(name) as handle:
        measured = _Counted(handle)
        manifest = write_archive(measured, settings.BACKUP_RECIPIENTS, say=say)
    for missing in manifest.missing_files:
        say(f"Missing in the storage, so not in the archive: {missing}")
    backup = Backup(
        at=manifest.made_at,
        file=name,
        size=measured.size,
        sha256=measured.digest.hexdigest(),
        rows=manifest.rows,
        files=manifest.files,
        seconds=round(monotonic() - began, 1),
    )
    _write_down(backup)
    for moment in sorted(superfluous(target.moments(), keep)):
        say(f"Thrown away: {name_at(moment)}")
        target.delete(name_at(moment))
    return backup


class _Counted:
    """A file that counts what is written to it, and takes the digest."""

    def __init__(self, handle: IO[bytes]):
        self._handle, self.size, self.digest = handle, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.digest.update(piece)
        return self._handle.write(piece)

    def flush(self) -> None:
        self._handle.flush()


@contextmanager
def _alone() -> Iterator[None]:
    """Refuse a second backup of this machine. The system lets the lock go when a process is killed."""
    path = Path(settings.BACKUP_STATE).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("Another backup is running. This one was not started.") from None
        yield


def _write_down(backup: Backup) -> None:
    state = Path(settings.BACKUP_STATE)
    unfinished = state.with_suffix(".part")
    unfinished.write_text(json.dumps(asdict(backup), indent=1))
    os.replace(unfinished, state)


def _tell_administrators(error: Exception) -> None:
    """Mail the reason to the superusers. What fails here must not hide why the backup failed."""
    try:
        send_message(
            "backup_failed",
            get_user_model().objects.filter(is_superuser=True, is_active=True),
            is_urgent=True,
            reason=str(error) or type(error).__name__,
            at=clock.now(),
            target=settings.BACKUP_TARGET,
        )
    except Exception:
        logger.exception("The mail about a failed backup could not be stored.")
