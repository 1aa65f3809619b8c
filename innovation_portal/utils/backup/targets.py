"""Where archives lie: a folder, or a bucket of an S3-compatible storage. One appears there whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from innovation_portal.utils.backup.errors import BackupError

NAME = re.compile(r"portal-(\d{8}T\d{6}Z)\.tar\.age")
STAMP = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".part"
BUCKETS = "s3://"


def name_at(moment: datetime) -> str:
    return f"portal-{moment.astimezone(UTC):{STAMP}}.tar.age"


def moment_in(name: str) -> datetime | None:
    """Return when the archive of this name was made, or None when it is no name of an archive."""
    found = NAME.fullmatch(name)
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) if found else None


class Target(Protocol):
    def taking(self, name: str) -> Iterator[IO[bytes]]:
        """Give a file to write; it is the archive of this name when the block ends without an error."""

    def moments(self) -> list[datetime]:
        """Return when the archives were made that lie here."""

    def delete(self, name: str) -> None: ...

    def clean(self) -> None:
        """Throw away what was left by backups that were killed. Nobody else may be writing."""


def target_of(address: str) -> Target:
    """Return the target that BACKUP_TARGET names: `s3://bucket/folder`, or the path of a folder."""
    if not address.startswith(BUCKETS):
        return FolderTarget(Path(address))
    return BucketTarget(_bucket(*_bucket_and_rest(address)))


@contextmanager
def archive_at(address: str) -> Iterator[Path]:
    """Give the archive at a path or at `s3://bucket/folder/name`; of a folder, or of `s3://bucket/folder`, the newest.

    One in a bucket is brought to this machine for so long (TMPDIR). Raises `BackupError` when there is none.
    """
    is_in_bucket = address.startswith(BUCKETS)
    try:
        if Path(address).is_dir() or (is_in_bucket and not moment_in(address.rpartition("/")[2])):
            address = _newest(address)
        if not is_in_bucket:
            yield Path(address)
            return
        with tempfile.TemporaryDirectory() as folder:
            bucket, key = _bucket_and_rest(address)
            here = Path(folder) / key.rpartition("/")[2]
            # Not through the storage, which would hold the whole archive in memory.
            _bucket(bucket, "").bucket.download_file(key, here)
            yield here
    except (BotoCoreError, ClientError) as error:
        raise BackupError(f"{address} cannot be read: {error}") from error


def _newest(address: str) -> str:
    moments = target_of(address).moments()
    if not moments:
        raise BackupError(f"No archive lies in {address}.")
    return f"{address.rstrip('/')}/{name_at(max(moments))}"


def _bucket_and_rest(address: str) -> tuple[str, str]:
    bucket, _slash, rest = address.removeprefix(BUCKETS).partition("/")
    return bucket, rest


def _bucket(name: str, location: str) -> Storage:
    from botocore.config import Config  # a third of a second, for those only who store there

    options = {**settings.STORAGES["default"].get("OPTIONS", {}), "bucket_name": name, "location": location}
    options.pop("places", None)  # which only pages share with each other (utils/object_storage.py)
    # Nobody waits for a backup, other than for a page: a large archive may take its time.
    patient = Config(read_timeout=120, retries={"total_max_attempts": 5})
    options["client_config"] = options.get("client_config", Config()).merge(patient)
    return storages.create_storage({"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options})


class FolderTarget:
    def __init__(self, folder: Path):
        self._folder = folder

    @contextmanager
    def taking(self, name: str) -> Iterator[IO[bytes]]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        unfinished = self._folder / f"{name}{UNFINISHED}"
        try:
            with open(unfinished, "xb", opener=_for_owner_only) as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            unfinished.replace(self._folder / name)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _sync_folder(self._folder)

    def moments(self) -> list[datetime]:
        return [moment for path in self._folder.glob("portal-*") if (moment := moment_in(path.name))]

    def delete(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def clean(self) -> None:
        for path in self._folder.glob(f"portal-*{UNFINISHED}"):
            path.unlink(missing_ok=True)


class BucketTarget:
    """Archives are written to the disk first (TMPDIR), because a bucket takes a whole file or none."""

    def __init__(self, storage: Storage):
        self._storage = storage

    @contextmanager
    def taking(self, name: str) -> Iterator[IO[bytes]]:
        with tempfile.TemporaryFile() as handle:
            yield handle
            handle.seek(0)
            if self._storage.save(name, File(handle, name=name)) != name:
                raise BackupError(f"The bucket holds an archive named {name} already.")

    def moments(self) -> list[datetime]:
        return [moment for name in self._storage.listdir("")[1] if (moment := moment_in(name))]

    def delete(self, name: str) -> None:
        self._storage.delete(name)

    def clean(self) -> None:
        """The system has thrown the file away when the process ended."""


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o640)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
