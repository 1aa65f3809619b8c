import pytest

from innovation_portal.utils import clock
from judging.selectors.assignments import next_task
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(round_, judge):
    return PanelistFactory(round=round_, judge=judge)


@pytest.fixture
def tasks(round_, seat):
    """Three tasks in the judge's own order."""
    return [AssignmentFactory(round=round_, panelist=seat, sort_order=order) for order in (1, 2, 3)]


def judged(task, **fields):
    """Another judge hands in a sheet for the entry of a task."""
    return ScoreSheetFactory(assignment=AssignmentFactory(round=task.round, version=task.version, **fields))


def test_next_is_the_entry_with_the_fewest_sheets_in_then_the_own_order(tasks, judge):
    first, second, third = tasks
    assert next_task(judge) == first

    judged(first)
    assert next_task(judge) == second
    assert next_task(judge, after=second) == third

    judged(second)
    judged(third)
    assert next_task(judge) == first


def test_drafts_and_withdrawn_sheets_are_no_judgements(tasks, judge):
    first, second, _third = tasks
    judged(first, recused_at=clock.now())
    AssignmentFactory(round=first.round, version=first.version)
    assert next_task(judge) == first
    assert next_task(judge, after=first) == second


def test_next_stays_in_the_round_where_there_is_work(tasks, judge, round_):
    newer = AssignmentFactory(panelist__judge=judge)
    assert newer.round_id > round_.pk

    assert next_task(judge) == newer
    assert next_task(judge, after=tasks[2]) == tasks[0]
    for task in tasks[:2]:
        ScoreSheetFactory(assignment=task)
    assert next_task(judge, after=tasks[2]) == newer
    ScoreSheetFactory(assignment=newer)
    assert next_task(judge, after=tasks[2]) is None
