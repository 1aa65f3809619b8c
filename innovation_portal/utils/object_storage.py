"""Uploads in an S3-compatible storage that may be away or slow without taking the rest of the portal with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from storages.backends.s3 import S3Storage

from innovation_portal.utils.file_faults import StorageBusyError


class SharingS3Storage(S3Storage):
    """Only so many threads of a process wait for the storage at once, so that one is left for pages without files.

    `places` is how many, and whoever finds none waits `patience` seconds for one. A file is fetched when it is opened,
    so it is read without the storage. Raises `StorageBusyError` where a place does not become free in time.
    """

    def __init__(self, **options):
        super().__init__(**options)
        self._places = BoundedSemaphore(self.places)

    def get_default_settings(self):
        return super().get_default_settings() | {"places": 1, "patience": 2}

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self.patience):
            raise StorageBusyError
        try:
            yield
        finally:
            self._places.release()

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
