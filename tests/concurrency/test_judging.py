"""Two requests at once, on a database that locks rows."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import KeptMarks, ScoreState
from judging.models import Assignment, ResultRun, Score, ScoreSheet, SheetReopening
from judging.selectors.sheets import Mark, marks_of
from judging.services.allocation import apply_allocation
from judging.services.awards import announce_awards
from judging.services.collaborations import add_collaboration
from judging.services.conduct import agree_to_conduct
from judging.services.replacement import replace_judge
from judging.services.results import calculate_result, confirm_result
from judging.services.rubric_replacement import replace_rubric
from judging.services.seals import seal_result
from judging.services.sheets import save_sheet, submit_sheet
from submissions.enums import StageKind
from submissions.models import SubmissionVersion
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    AwardLevelFactory,
    PanelistFactory,
    ResultRowFactory,
    RoundFactory,
    RubricFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import StageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return what each gave back, errors included."""
    gate = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
        try:
            gate.wait()
            results[number] = call()
        except (ValidationError, PermissionDenied) as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def codes_of(results):
    return sorted(getattr(result, "code", "done") or "done" for result in results)


@pytest.fixture
def assignment():
    return AssignmentFactory(round__edition__judges_per_entry=1, cleared_at=clock.now())


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_of_two_different_saves_one_wins_and_the_other_is_stale(assignment):
    criterion = assignment.round.rubric.criteria.first()
    judge = assignment.panelist.judge

    results = at_once(
        *(
            lambda value=value: save_sheet(
                assignment.pk,
                actor=fresh(judge),
                revision=0,
                scores={criterion.pk: Mark(ScoreState.SCORED, value)},
            )
            for value in (2, 5)
        )
    )

    assert codes_of(results) == ["done", "stale"]
    sheet = ScoreSheet.objects.get()
    assert sheet.revision == 1
    winner = next(value for value, result in zip((2, 5), results, strict=True) if isinstance(result, ScoreSheet))
    assert marks_of(sheet)[criterion.pk].value == winner


def test_two_clicks_on_submit_give_one_moment(assignment):
    judge = assignment.panelist.judge
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in assignment.round.rubric.criteria.all()}
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)

    first, second = at_once(*[lambda: submit_sheet(assignment.pk, actor=fresh(judge))] * 2)

    assert first.submitted_at == second.submitted_at == ScoreSheet.objects.get().submitted_at


def test_of_two_seals_only_one_result_is_sealed():
    chair = UserFactory(roles=[Role.CHAIR])
    round_ = RoundFactory()
    PanelistFactory(round=round_, judge=chair, is_chair=True)
    ScoreSheetFactory(assignment=AssignmentFactory(round=round_))
    runs = [calculate_result(round_.pk, actor=chair) for _ in range(2)]
    for run in runs:
        confirm_result(run.pk, actor=chair)

    results = at_once(*(lambda run=run: seal_result(run.pk, actor=fresh(chair)) for run in runs))

    assert codes_of(results) == ["done", "other_sealed"]
    assert ResultRun.objects.filter(sealed_at__isnull=False).count() == 1


def test_a_sheet_never_slips_in_behind_the_seal(assignment):
    """Either the sheet is in before the seal, which is then stale, or the seal came first and refuses the sheet."""
    chair = UserFactory(roles=[Role.CHAIR])
    round_, judge = assignment.round, assignment.panelist.judge
    PanelistFactory(round=round_, judge=chair, is_chair=True)
    ScoreSheetFactory(assignment=AssignmentFactory(round=round_))
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in round_.rubric.criteria.all()}
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)
    run = calculate_result(round_.pk, actor=chair)
    ResultRun.objects.filter(pk=run.pk).update(confirmed_by=chair, confirmed_at=clock.now())

    results = at_once(
        lambda: submit_sheet(assignment.pk, actor=fresh(judge)),
        lambda: seal_result(run.pk, actor=fresh(chair)),
    )

    assert codes_of(results) in (["done", "sealed"], ["done", "stale"])


def test_two_allocations_at_once_assign_every_entry_once():
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    round_ = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory.create_batch(3, round=round_)
    VerifiedSubmissionFactory.create_batch(6, edition=round_.edition)

    at_once(*(lambda seed=seed: apply_allocation(round_.pk, actor=fresh(secretary), seed=seed) for seed in (1, 2)))

    assert Assignment.objects.count() == 6


def test_two_who_let_a_judge_drop_out_at_once_hand_the_work_on_once():
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    round_ = RoundFactory(edition__judges_per_entry=1)
    seat = PanelistFactory(round=round_)
    AssignmentFactory.create_batch(4, round=round_, panelist=seat)
    PanelistFactory.create_batch(2, round=round_)

    results = at_once(*[lambda: replace_judge(seat.pk, actor=fresh(secretary), reason="Sakit.")] * 2)

    assert sorted(len(made) for made in results) == [0, 4]
    assert Assignment.objects.filter(recused_at=None).exclude(panelist=seat).count() == 4
    assert OutgoingMessage.objects.filter(recipient=seat.judge).count() == 1


def test_a_judge_drops_out_while_work_is_assigned_and_keeps_none():
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    round_ = RoundFactory(edition__judges_per_entry=1)
    seat = PanelistFactory(round=round_)
    PanelistFactory.create_batch(2, round=round_)
    VerifiedSubmissionFactory.create_batch(6, edition=round_.edition)

    at_once(
        lambda: apply_allocation(round_.pk, actor=fresh(secretary), seed=1),
        lambda: replace_judge(seat.pk, actor=fresh(secretary), reason="Sakit."),
    )

    active = Assignment.objects.filter(recused_at=None)
    versions = SubmissionVersion.objects.values_list("pk", flat=True)
    assert sorted(active.values_list("version", flat=True)) == sorted(versions)
    assert not active.filter(panelist=seat).exists()


def test_a_sheet_is_in_before_its_judge_is_gone_or_refused_after(assignment):
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    judge, round_ = assignment.panelist.judge, assignment.round
    PanelistFactory(round=round_)
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in round_.rubric.criteria.all()}
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)

    _sheet, made = at_once(
        lambda: submit_sheet(assignment.pk, actor=fresh(judge)),
        lambda: replace_judge(assignment.panelist_id, actor=fresh(secretary), reason="Sakit."),
    )

    is_in = ScoreSheet.objects.get().submitted_at is not None
    assignment.refresh_from_db()
    assert (assignment.recused_at is None, len(made)) == ((True, 0) if is_in else (False, 1))


def test_a_sheet_is_in_before_its_rubric_is_replaced_or_is_refused_after(assignment):
    """Either way it ends as a draft without marks, and what is kept says whether it had been in."""
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    judge, round_, rubric = assignment.panelist.judge, assignment.round, RubricFactory()
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in round_.rubric.criteria.all()}
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)

    results = at_once(
        lambda: submit_sheet(assignment.pk, actor=fresh(judge)),
        lambda: replace_rubric(
            round_.pk, actor=fresh(secretary), rubric=rubric, reason="Bobot keliru.", keeps=KeptMarks.NOTHING
        ),
    )

    sheet = ScoreSheet.objects.get()
    assert (sheet.submitted_at, marks_of(sheet)) == (None, {})
    was_in = SheetReopening.objects.get().kept["submitted_at"] is not None
    assert isinstance(results[0], ScoreSheet) == was_in
    assert results[1].rubric == rubric


def test_a_save_and_a_replaced_rubric_leave_no_mark_of_the_old_one(assignment):
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    judge, round_, rubric = assignment.panelist.judge, assignment.round, RubricFactory()
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in round_.rubric.criteria.all()}

    saved, _round = at_once(
        lambda: save_sheet(assignment.pk, actor=fresh(judge), revision=0, scores=marks),
        lambda: replace_rubric(
            round_.pk, actor=fresh(secretary), rubric=rubric, reason="Bobot keliru.", keeps=KeptMarks.MATCHING
        ),
    )

    found = set(Score.objects.values_list("criterion__rubric", flat=True))
    assert (isinstance(saved, ScoreSheet), found) in ((True, {rubric.pk}), (False, set()))


def test_two_clicks_on_agreeing_give_one_moment():
    seat = PanelistFactory(agreed_at=None, agreed_text="")
    expected = hash_of(seat.round.code_of_conduct)

    first, second = at_once(*[lambda: agree_to_conduct(seat.pk, actor=fresh(seat.judge), expected=expected)] * 2)

    seat.refresh_from_db()
    assert first.agreed_at == second.agreed_at == seat.agreed_at


def test_a_collaboration_takes_out_the_sheet_that_comes_in_at_the_same_time(assignment):
    judge = assignment.panelist.judge
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in assignment.round.rubric.criteria.all()}
    save_sheet(assignment.pk, actor=judge, revision=0, scores=marks)
    agency = assignment.version.submission.innovation.agency

    at_once(
        lambda: submit_sheet(assignment.pk, actor=fresh(judge)),
        lambda: add_collaboration(actor=fresh(judge), judge=fresh(judge), agency=agency, note="Narasumber."),
    )

    assignment.refresh_from_db()
    assert assignment.recused_at is not None


def test_two_announcements_give_each_award_once():
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    edition = ResultRowFactory().run.round.edition
    StageFactory(edition=edition, kind=StageKind.OBJECTION)
    AwardLevelFactory(edition=edition)

    first, second = at_once(*[lambda: announce_awards(edition.pk, actor=fresh(secretary))] * 2)

    assert first == second
