"""Judging's long work in this process: how long it takes, how many queries, and how much memory."""

import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from innovation_portal.utils.spreadsheets import write_workbook
from judging.enums import RoundState
from judging.models import Panelist, ResultRun, Round
from judging.reports import tables_of
from judging.selectors.blinding import name_places
from judging.selectors.results import ranking_table
from judging.services.allocation import propose_allocation
from judging.services.results import calculate_result

ALLOCATED_JUDGES, ALLOCATED_JUDGES_PER_ENTRY = 40, 3


@dataclass(frozen=True)
class Work:
    """`peak` is the most memory in MB that the process has held until then, Django and all."""

    name: str
    seconds: float
    queries: int
    peak: float


def measure_work() -> Iterator[Work]:
    """Do each piece of work once on the round of the large instance, and leave nothing of it behind."""
    run = ResultRun.objects.select_related("round__rubric").latest("pk")
    chair = run.round.panel.get(is_chair=True).judge
    yield _measured("complete result", lambda: calculate_result(run.round_id, actor=chair))
    yield _measured("workbook of all sheets", lambda: _workbook(run))
    with transaction.atomic():
        round_ = _round_to_allocate(run.round)
        yield _measured("allocation", lambda: propose_allocation(round_.pk))
        transaction.set_rollback(True)


def _measured(name: str, work: Callable[[], object]) -> Work:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        start = perf_counter()
        work()
        seconds = perf_counter() - start
        transaction.set_rollback(True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Work(name, seconds, len(queries), peak)


def _workbook(run: ResultRun) -> bytes:
    rows = list(ranking_table(run))
    name_places(rows, run.round)
    return write_workbook(tables_of(run, rows, hides_names=False))


def _round_to_allocate(judged: Round) -> Round:
    """A round before the one that is judged, so that every verified entry is in it, and nobody has any yet."""
    Round.objects.filter(pk=judged.pk).update(number=2)
    round_ = Round.objects.create(
        edition_id=judged.edition_id,
        rubric=judged.rubric,
        state=RoundState.OPEN,
        judges_per_entry=ALLOCATED_JUDGES_PER_ENTRY,
    )
    judges = judged.panel.filter(is_chair=False).order_by("pk")[:ALLOCATED_JUDGES]
    Panelist.objects.bulk_create(Panelist(round=round_, judge_id=seat.judge_id) for seat in judges)
    return round_
