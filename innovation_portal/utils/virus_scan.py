"""Asking a scanner for viruses (clamd) about a file that arrives: the INSTREAM command of clamd(8)."""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

CHUNK_BYTES = 64 * 1024
ANSWER_MAX_BYTES = 4096
# clamd answers for 10 MB within a second or two; a page may not wait for longer than a worker of the server lives.
PATIENCE_SECONDS = 30


def refuse_virus(upload: IO[bytes]) -> None:
    """Pass if the scanner of CLAMD_ADDRESS finds nothing, or if there is none; the file is left at its beginning.

    Raises `ValidationError` with code `infected`, or `not_scanned` when the scanner cannot be asked.
    """
    if not settings.CLAMD_ADDRESS:
        return
    upload.seek(0)
    try:
        answer = _answer_about(upload)
    except OSError as error:
        logger.exception("The virus scanner at %s does not answer.", settings.CLAMD_ADDRESS)
        raise _not_scanned() from error
    finally:
        upload.seek(0)
    if answer.endswith("FOUND"):
        logger.warning("The virus scanner says of a file: %s", answer)
        message = _("A virus was found in this file. Clean your computer, then choose it again.")
        raise ValidationError(message, code="infected")
    if not answer.endswith("OK"):
        logger.error("The virus scanner at %s answers: %s", settings.CLAMD_ADDRESS, answer)
        raise _not_scanned()


def greet_scanner() -> None:
    """Ask the scanner of CLAMD_ADDRESS whether it is there; raises `OSError` when it does not say so."""
    with _connection() as scanner:
        scanner.sendall(b"zPING\0")
        answer = _answer_of(scanner)
    if answer != "PONG":
        raise OSError(f"it answers: {answer}")


def _answer_about(upload: IO[bytes]) -> str:
    """Send a file as chunks, each after its length, and an empty one at the end; return what clamd says."""
    with _connection() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        while chunk := upload.read(CHUNK_BYTES):
            scanner.sendall(struct.pack(">I", len(chunk)) + chunk)
        scanner.sendall(struct.pack(">I", 0))
        return _answer_of(scanner)


def _answer_of(scanner: socket.socket) -> str:
    answer = b""
    while part := scanner.recv(ANSWER_MAX_BYTES):
        answer += part
        if answer.endswith(b"\0") or len(answer) >= ANSWER_MAX_BYTES:
            break
    return answer.rstrip(b"\0").decode(errors="replace")


@contextmanager
def _connection() -> Iterator[socket.socket]:
    """Connect to `unix:/path` or `tcp:host:port`."""
    kind, _colon, place = settings.CLAMD_ADDRESS.partition(":")
    if kind == "unix":
        with socket.socket(socket.AF_UNIX) as scanner:
            scanner.settimeout(PATIENCE_SECONDS)
            scanner.connect(place)
            yield scanner
    else:
        host, _colon, port = place.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as scanner:
            yield scanner


def _not_scanned() -> ValidationError:
    return ValidationError(
        _("This file could not be checked for viruses just now, and was not stored. Try again in a few minutes."),
        code="not_scanned",
    )
