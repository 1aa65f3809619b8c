"""Where files of strangers are read: a script of ours in a process of its own."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from threading import Timer


def run_script(script: Path, *words: str, content: bytes, seconds: float, most_bytes: int) -> tuple[int, bytes]:
    """Give `content` to a script on its standard input; return its exit code and what it wrote.

    A stranger's file may have taken the script over. So whoever takes longer than `seconds`, or writes more than
    `most_bytes`, is ended by us and not heard: -SIGKILL and nothing.
    """
    command = [sys.executable, "-I", str(script), *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    # The program and its words are ours; what a stranger sent comes in by standard input only.
    with subprocess.Popen(command, env={}, **pipes) as process:  # noqa: S603  as said above
        alarm = Timer(seconds, process.kill)
        alarm.start()
        try:
            with suppress(BrokenPipeError):  # it died before it had read all
                process.stdin.write(content)
            with suppress(BrokenPipeError):
                process.stdin.close()
            output = process.stdout.read(most_bytes + 1)
            if len(output) > most_bytes:
                # By itself it may end well a moment before the signal: its code says nothing here.
                return -SIGKILL, b""
            process.wait()
        finally:
            alarm.cancel()
            process.kill()
    return process.returncode, output if process.returncode >= 0 else b""
