"""Uploads in an S3-compatible storage that may be away or slow without taking the rest of the portal with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

from storages.backends.s3 import S3Storage

from innovation_portal.utils.file_faults import StorageBusyError


class SharingS3Storage(S3Storage):
    """Only so many threads of a process wait for the storage at once, so that one is left for pages without files.

    `places` is how many. Whoever finds none waits until one is free, but no longer than `patience` seconds since the
    last was taken: behind a storage that does not answer a second one waits no more. A file is fetched when it is
    opened, so it is read without the storage. Raises `StorageBusyError` where no place became free in time.
    """

    def __init__(self, **options):
        super().__init__(**options)
        self._free, self._taken_at = self.places, 0.0
        self._freed = Condition()

    def get_default_settings(self):
        return super().get_default_settings() | {"places": 1, "patience": 2}

    @contextmanager
    def _place(self) -> Iterator[None]:
        self._take_place()
        try:
            yield
        finally:
            with self._freed:
                self._free += 1
                self._freed.notify()

    def _take_place(self) -> None:
        with self._freed:
            while not self._free:
                left = self._taken_at + self.patience - monotonic()
                if left <= 0:
                    raise StorageBusyError
                self._freed.wait(left)
            self._free -= 1
            self._taken_at = monotonic()

    def _open(self, name, mode="rb"):
        with self._place():
            file = super()._open(name, mode)
            return file.open() if "r" in mode else file

    def _save(self, name, content):
        with self._place():
            return super()._save(name, content)

    def delete(self, name):
        with self._place():
            super().delete(name)

    def exists(self, name):
        with self._place():
            return super().exists(name)

    def listdir(self, name):
        with self._place():
            return super().listdir(name)

    def size(self, name):
        with self._place():
            return super().size(name)

    def get_modified_time(self, name):
        with self._place():
            return super().get_modified_time(name)
