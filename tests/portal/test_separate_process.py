from signal import SIGKILL

import pytest

from innovation_portal.utils.separate_process import run_script

ENDED = (-SIGKILL, b"")


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("import sys; sys.stdout.write(sys.stdin.read() + sys.argv[1])", (0, b"isikata")),
        ("import sys; sys.stdout.write('x' * 16); sys.exit(3)", (3, b"x" * 16)),
        ("import sys; sys.stdout.write('x' * 17)", ENDED),
        ("while True: print('x' * 1000)", ENDED),
        ("import time; print('x', flush=True); time.sleep(60)", ENDED),
        ("import os; os.close(0); os.close(1); import time; time.sleep(60)", ENDED),
        ("raise ValueError('isi')", (1, b"")),
        ("import os; print(len(os.environ.get('DATABASE_URL', '')))", (0, b"0\n")),
    ],
    ids=["whole", "with a code", "a byte too much", "without end", "too long", "silent", "dead", "knows no secrets"],
)
def test_a_script_is_heard_within_its_bounds_only(source, ending, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://rahasia")
    script = tmp_path / "script.py"
    script.write_text(source)

    assert run_script(script, "kata", content=b"isi", seconds=2, most_bytes=16) == ending


def test_a_script_that_reads_nothing_ends_in_time(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import time; time.sleep(60)")

    assert run_script(script, content=b"0" * 1_000_000, seconds=1, most_bytes=16) == ENDED
