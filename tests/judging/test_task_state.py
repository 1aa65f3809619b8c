import pytest

from innovation_portal.utils import clock
from judging.enums import SheetState, TaskState
from tests.factories.judging import AssignmentFactory, AwardFactory, ResultRowFactory, ScoreSheetFactory


def test_task_state_follows_declaration_and_sheet(db):
    assert AssignmentFactory().state == TaskState.UNDECLARED
    assert AssignmentFactory(cleared_at=clock.now()).state == TaskState.CLEARED
    assert AssignmentFactory(recused_at=clock.now()).state == TaskState.RECUSED
    assert ScoreSheetFactory(state=SheetState.DRAFT).assignment.state == TaskState.DRAFT
    assert ScoreSheetFactory().assignment.state == TaskState.SUBMITTED


@pytest.mark.parametrize("factory", [AwardFactory, ResultRowFactory])
def test_results_and_awards_belong_to_the_edition_of_their_entry(db, factory):
    made = factory()

    assert made.submission.edition == made.run.round.edition
