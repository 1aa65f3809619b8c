"""Acts that are killed at moments drawn by chance, and what they leave behind."""

import multiprocessing
import time
from dataclasses import dataclass
from random import Random
from typing import Protocol

from django.db import connections

from tests.drill.report import Outcome

LONGEST = 120  # seconds that one act may take
FORK = multiprocessing.get_context("fork")


class Act(Protocol):
    """Something that may be killed. `begin` sets its stage anew; `do` may be called again and then finishes it."""

    name: str

    def begin(self) -> None: ...

    def do(self) -> None: ...

    def half_done(self) -> int:
        """How much is neither as before nor as after, counting nothing that says by itself that it is unfinished."""

    def lost(self) -> int:
        """How much is missing after all, when the act was done again."""

    def doubled(self) -> int:
        """How much is there twice after all."""


@dataclass
class Tally:
    lost: int = 0
    doubled: int = 0
    half_done: int = 0
    killed: int = 0


def kill_many_times(act: Act, random: Random, *, times: int) -> Outcome:
    """Do the act once undisturbed, then kill it so many times and do it again each time."""
    begun = time.monotonic()
    act.begin()
    duration = _do(act, kill_after=None)
    tally = Tally(lost=act.lost(), doubled=act.doubled())
    for _time in range(times):
        act.begin()
        taken = _do(act, kill_after=random.uniform(0, duration))
        if taken is None:
            tally.killed += 1
            tally.half_done += act.half_done()
        else:  # the first time the machine was busier
            duration = min(duration, taken)
        _do(act, kill_after=None)
        tally.lost += act.lost()
        tally.doubled += act.doubled()
    seen = f"killed {tally.killed} of {times} times within {duration * 1000:.0f} ms, the next run finished each"
    return Outcome("kills", act.name, seen, tally.lost, tally.doubled, tally.half_done, time.monotonic() - begun)


def _do(act: Act, *, kill_after: float | None) -> float | None:
    """Do the act in a process of its own; return the seconds it took, None when it was killed before its end.

    Raises `RuntimeError` when it fails by itself.
    """
    connections.close_all()  # a connection must not be shared with a child
    child = FORK.Process(target=act.do)
    begun = time.monotonic()
    child.start()
    child.join(LONGEST if kill_after is None else kill_after)
    is_over = not child.is_alive()
    child.kill()
    child.join()
    if not is_over:
        if kill_after is None:
            raise RuntimeError(f"{act.name} took longer than {LONGEST} seconds.")
        return None
    if child.exitcode:
        raise RuntimeError(f"{act.name} failed by itself, see above.")
    return time.monotonic() - begun
