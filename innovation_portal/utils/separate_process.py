"""Where files of strangers are read: a script of ours in a process of its own."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from signal import SIGKILL
from time import monotonic

PIECE_BYTES = 64 * 1024
ENDED_BY_US = (-SIGKILL, b"")


def run_script(script: Path, *words: str, content: bytes, seconds: float, most_bytes: int) -> tuple[int, bytes]:
    """Give `content` to a script on its standard input; return its exit code and what it wrote.

    A stranger's file may have taken the script over. So whoever takes longer than `seconds`, or writes more than
    `most_bytes`, is not heard: `ENDED_BY_US`. Whatever the script has started ends with it.
    """
    command = [sys.executable, "-I", str(script), *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    deadline = monotonic() + seconds
    # Not through a pipe, which somebody who does not read could keep full for ever.
    with os.fdopen(os.memfd_create(script.stem), "w+b") as held:
        held.write(content)
        held.seek(0)
        # The program and its words are ours; what a stranger sent comes in by standard input only.
        process = subprocess.Popen(command, stdin=held, env={}, start_new_session=True, **pipes)  # noqa: S603  as said above
    with process:
        try:
            output = _all_of(process.stdout.fileno(), most_bytes, deadline)
            process.wait(max(0, deadline - monotonic()))
        except (_Unheard, subprocess.TimeoutExpired):
            return ENDED_BY_US
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, SIGKILL)
    return process.returncode, output if process.returncode >= 0 else b""


class _Unheard(Exception):
    """There was more than may be said, or no end in time."""


def _all_of(pipe: int, most_bytes: int, deadline: float) -> bytes:
    """Return what is written to a pipe until every process has closed it. Raises `_Unheard`."""
    said = bytearray()
    with DefaultSelector() as waiting:
        waiting.register(pipe, EVENT_READ)
        while (left := deadline - monotonic()) > 0 and waiting.select(left):
            piece = os.read(pipe, PIECE_BYTES)
            if not piece:
                return bytes(said)
            said += piece
            if len(said) > most_bytes:
                break
    raise _Unheard
