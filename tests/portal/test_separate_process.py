from pathlib import Path
from signal import SIGKILL

import pytest

from innovation_portal.utils.separate_process import run_script
from tests.waiting import PATIENCE, wait_until

ENDED = (-SIGKILL, b"")


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("import sys; sys.stdout.write(sys.stdin.read() + sys.argv[1])", (0, b"isikata")),
        ("import sys; sys.stdout.write('x' * 16); sys.exit(3)", (3, b"x" * 16)),
        ("import sys; sys.stdout.write('x' * 17)", ENDED),
        ("while True: print('x' * 1000)", ENDED),
        ("raise ValueError('isi')", (1, b"")),
        ("import os; print(len(os.environ.get('DATABASE_URL', '')))", (0, b"0\n")),
    ],
    ids=["whole", "with a code", "a byte too much", "without end", "dead", "knows no secrets"],
)
def test_of_a_script_no_more_is_heard_than_it_may_say(source, ending, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://rahasia")
    script = tmp_path / "script.py"
    script.write_text(source)

    assert run_script(script, "kata", content=b"isi", seconds=PATIENCE, most_bytes=16) == ending


@pytest.mark.parametrize(
    "source",
    [
        "import time; print('x', flush=True); time.sleep(600)",
        "import os; os.close(0); os.close(1); import time; time.sleep(600)",
    ],
    ids=["speaks and waits", "closes its ears"],
)
def test_a_script_that_does_not_end_is_ended(source, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(source)

    assert run_script(script, content=b"0" * 1_000_000, seconds=0.5, most_bytes=16) == ENDED


def has_ended(number: int) -> bool:
    """Whether a process is gone, or only waits for whoever takes note of its end."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in "XZ"
    except FileNotFoundError:
        return True


def test_what_a_script_leaves_behind_ends_with_it(tmp_path):
    """A child that holds the pipe open and sleeps would be waited for without end."""
    script, left = tmp_path / "script.py", tmp_path / "left"
    script.write_text(
        "import os, sys, time\n"
        "if os.fork() == 0:\n"
        "    open(sys.argv[1], 'w').write(str(os.getpid()))\n"
        "    time.sleep(600)\n"
        "while not os.path.exists(sys.argv[1]) or not os.path.getsize(sys.argv[1]):\n"
        "    time.sleep(0.01)\n"
        "print('isi')\n"
    )

    assert run_script(script, str(left), content=b"", seconds=3, most_bytes=16) == ENDED
    wait_until(lambda: has_ended(int(left.read_text())))
