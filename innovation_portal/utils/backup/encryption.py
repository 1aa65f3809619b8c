"""Streams in the age format: whoever makes backups needs the public key alone (docs/decisions/0023)."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

import pyrage

from innovation_portal.utils.backup.errors import BackupError, DamagedArchive, WrongKey

PIPE_BUFFER = 1024 * 1024


def new_key() -> tuple[str, str]:
    """Return the text of a key file as `age-keygen` writes it, and the public key that stands in it."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# public key: {public}\n{identity}\n", public


@contextmanager
def encrypting(target: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """Give a stream; what is written to it stands in `target` encrypted to the public keys, whole at the end."""
    if not recipients:
        raise BackupError("BACKUP_RECIPIENTS names no public key. Make one with manage.py make_backup_key.")
    try:
        keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    except pyrage.RecipientError as error:
        raise BackupError(f"BACKUP_RECIPIENTS holds something that is no age public key: {error}.") from error
    reading, writing = os.pipe()
    worker = _Worker(lambda: pyrage.encrypt_io(source, target, keys))
    with open(reading, "rb", PIPE_BUFFER) as source, open(writing, "wb", PIPE_BUFFER) as plain:
        worker.attach(source)
        try:
            yield plain
            plain.close()
        except BrokenPipeError:
            pass  # the worker has stopped; why stands in its error
        finally:
            _close(plain)
            worker.join()
    if worker.error:
        raise worker.error


@contextmanager
def decrypting(source: IO[bytes], key_file: Path) -> Iterator[IO[bytes]]:
    """Give what stands in `source` in the clear.

    Raises `WrongKey`, and `DamagedArchive` when a byte was changed or the end is missing, at the latest at the end.
    """
    identities = _identities(key_file)
    reading, writing = os.pipe()
    worker = _Worker(lambda: pyrage.decrypt_io(source, target, identities))
    with open(reading, "rb", PIPE_BUFFER) as plain, open(writing, "wb", PIPE_BUFFER) as target:
        worker.attach(target)
        try:
            yield plain
            while plain.read(PIPE_BUFFER):
                pass
        except Exception as error:
            _explain(worker, plain, error)
            raise
        _explain(worker, plain, None)


def _explain(worker: "_Worker", plain: IO[bytes], error: Exception | None) -> None:
    """Raise what decryption says, if anything: whoever read saw only that the stream ended too early."""
    _close(plain)
    worker.join()
    if isinstance(worker.error, pyrage.DecryptError):
        if "keys" in str(worker.error):
            raise WrongKey("This key does not open the archive.") from error
        raise DamagedArchive("This is no archive in the age format, or its beginning is damaged.") from error
    if isinstance(worker.error, OSError) and worker.error.errno is None:  # of age, not of the system
        raise DamagedArchive("The archive is damaged or cut off.") from error
    if worker.error and not isinstance(worker.error, BrokenPipeError):
        raise worker.error


def _identities(key_file: Path) -> list[pyrage.x25519.Identity]:
    try:
        lines = key_file.read_text().split()
        found = [pyrage.x25519.Identity.from_str(word) for word in lines if word.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise WrongKey(f"The key file {key_file} cannot be read: {error}.") from error
    if not found:
        raise WrongKey(f"The file {key_file} holds no secret key (AGE-SECRET-KEY-…).")
    return found


def _close(stream: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        stream.close()


class _Worker:
    """Encrypts or decrypts beside its caller, who reads or writes the other end of a pipe."""

    def __init__(self, work):
        self.error: Exception | None = None
        self._work = work

    def attach(self, end: IO[bytes]) -> None:
        """Start; the worker's own end of the pipe is closed when it stops, so nobody waits for it."""
        self._thread = Thread(target=self._run, args=(end,), daemon=True)
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self, end: IO[bytes]) -> None:
        try:
            self._work()
        except Exception as error:
            self.error = error
        finally:
            with suppress(OSError):
                end.close()
