import base64
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

# A certificate with its emblem and a signature is below one megabyte.
MAX_BYTES = 4 * 1024 * 1024
READER = Path(__file__).parent / "reader.py"
SECONDS = 10
# Five drawn pages in base64 are below six megabytes; the words beside them are cut by the reader.
MOST_BYTES_READ = 8 * 1024 * 1024


@dataclass(frozen=True)
class Copy:
    """What is in a PDF, as far as two files can be compared by it.

    `identifier` is the permanent one of the file in hexadecimal digits, `pictures` the sorted SHA-256 of the embedded
    pictures, `looks` each page as drawn: its width in four bytes, then a byte of grey for each pixel.
    """

    identifier: str
    pages: int
    text: str
    metadata: dict[str, str]
    pictures: list[str]
    signatures: int
    looks: list[bytes]


def read_copy(content: bytes) -> Copy | None:
    """Return what a PDF holds; None when it cannot be read within the memory and time of `reader`."""
    output = _output_of_reader(content)
    if output is None:
        return None
    found = json.loads(output)
    return Copy(**found | {"looks": [base64.b64decode(look) for look in found["looks"]]})


def _output_of_reader(content: bytes) -> bytes | None:
    """Return what `reader` says; None when it fails, takes too long or says more than a file needs.

    A stranger's file may have taken the reader over, so what it says is bounded here as well.
    """
    command = [sys.executable, "-I", str(READER)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    # The program and its file are ours; what a stranger sent comes in by standard input only.
    with subprocess.Popen(command, env={}, **pipes) as process:  # noqa: S603  as said above
        alarm = Timer(SECONDS, process.kill)
        alarm.start()
        try:
            with suppress(BrokenPipeError):  # it died before it had read all
                process.stdin.write(content)
            with suppress(BrokenPipeError):
                process.stdin.close()
            output = process.stdout.read(MOST_BYTES_READ + 1)
            if len(output) > MOST_BYTES_READ:
                process.kill()
            process.wait()
        finally:
            alarm.cancel()
            process.kill()
    return output if process.returncode == 0 else None
