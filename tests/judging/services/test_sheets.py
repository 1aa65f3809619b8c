from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from judging.enums import CommentPolicy, RoundState, ScoreState, SheetState
from judging.models import Score, ScoreSheet
from judging.selectors.sheets import Mark, Remarks, marks_of
from judging.services.sheets import save_sheet, submit_sheet
from tests.factories.judging import ScoreSheetFactory
from tests.factories.submissions import MembershipFactory


def scored(value, comment=""):
    return Mark(ScoreState.SCORED, value, comment)


@pytest.fixture
def criteria(assignment):
    return list(assignment.round.rubric.criteria.all())


@pytest.fixture
def full(criteria):
    return {criteria[0].pk: scored(4, "Kuat, “ada bukti” 📈"), criteria[1].pk: scored(3)}


def test_save_sheet_stores_marks_and_counts_saves(assignment, judge, criteria, full):
    first = save_sheet(
        assignment.pk, actor=judge, revision=0, scores=full, remarks=Remarks(note="Tanya saat wawancara")
    )
    second = save_sheet(assignment.pk, actor=judge, revision=1, scores={criteria[0].pk: scored(5)})

    assert (first.revision, second.revision) == (1, 2)
    assert second.state == SheetState.DRAFT
    assert marks_of(second) == {criteria[0].pk: scored(5), criteria[1].pk: Mark()}


def test_a_save_based_on_an_older_one_is_refused(assignment, judge, full, criteria):
    save_sheet(assignment.pk, actor=judge, revision=0, scores=full)

    with pytest.raises(ValidationError) as raised:
        save_sheet(assignment.pk, actor=judge, revision=0, scores={criteria[0].pk: scored(1)})

    assert raised.value.code == "stale"
    assert marks_of(assignment.sheet) == full


def test_a_double_click_on_save_is_not_stale(assignment, judge, full):
    first = save_sheet(assignment.pk, actor=judge, revision=0, scores=full, remarks=Remarks(note="n"))
    second = save_sheet(assignment.pk, actor=judge, revision=0, scores=full, remarks=Remarks(note="n"))

    assert (first.revision, second.revision) == (1, 1)


@pytest.mark.parametrize("value", [0, 6, None])
def test_a_score_off_the_scale_is_refused(assignment, judge, criteria, value):
    with pytest.raises(ValidationError) as raised:
        save_sheet(assignment.pk, actor=judge, revision=0, scores={criteria[0].pk: scored(value)})

    assert raised.value.code == "invalid"
    assert not ScoreSheet.objects.exists()


def test_submitting_freezes_the_sheet_and_a_second_click_changes_nothing(assignment, judge, full, criteria):
    save_sheet(assignment.pk, actor=judge, revision=0, scores=full)

    first = submit_sheet(assignment.pk, actor=judge)
    second = submit_sheet(assignment.pk, actor=judge)

    assert (first.state, second.submitted_at) == (SheetState.SUBMITTED, first.submitted_at)
    with pytest.raises(ValidationError) as raised:
        save_sheet(assignment.pk, actor=judge, revision=1, scores={criteria[0].pk: scored(1)})
    assert raised.value.code == "submitted"
    assert marks_of(first) == full


def test_submitting_says_all_that_is_missing(assignment, judge, criteria):
    first, second = criteria
    second.comment_policy = CommentPolicy.REQUIRED
    second.save()
    save_sheet(assignment.pk, actor=judge, revision=0, scores={second.pk: scored(3)})

    with pytest.raises(ValidationError) as raised:
        submit_sheet(assignment.pk, actor=judge)

    assert [(problem.code, problem.params["criterion"]) for problem in raised.value.error_list] == [
        ("incomplete", first.pk),
        ("incomplete", second.pk),
    ]
    assert ScoreSheet.objects.get().state == SheetState.DRAFT


@pytest.mark.parametrize("state", [ScoreState.ABSTAINED, ScoreState.NOT_APPLICABLE])
def test_leaving_a_criterion_out_needs_a_reason_and_one_score_must_remain(assignment, judge, criteria, state):
    first, second = criteria
    save_sheet(
        assignment.pk, actor=judge, revision=0, scores={first.pk: Mark(state), second.pk: Mark(state, comment="Asing")}
    )

    with pytest.raises(ValidationError) as raised:
        submit_sheet(assignment.pk, actor=judge)
    assert [problem.params["criterion"] for problem in raised.value.error_list] == [first.pk, None]

    save_sheet(
        assignment.pk, actor=judge, revision=1, scores={first.pk: scored(2), second.pk: Mark(state, comment="Asing")}
    )
    assert submit_sheet(assignment.pk, actor=judge).state == SheetState.SUBMITTED


def test_a_criterion_that_is_not_required_may_stay_open(assignment, judge, criteria):
    first, second = criteria
    second.is_required = False
    second.save()
    save_sheet(assignment.pk, actor=judge, revision=0, scores={first.pk: scored(2)})

    assert submit_sheet(assignment.pk, actor=judge).state == SheetState.SUBMITTED


def test_submitting_a_sheet_that_was_never_saved_is_incomplete(assignment, judge):
    with pytest.raises(ValidationError) as raised:
        submit_sheet(assignment.pk, actor=judge)

    assert {problem.code for problem in raised.value.error_list} == {"incomplete"}


def close(assignment):
    assignment.round.closes_at = clock.now() - timedelta(seconds=1)
    assignment.round.save()


def seal(assignment):
    assignment.round.state = RoundState.SEALED
    assignment.round.save()


def withdraw(assignment):
    assignment.recused_at = clock.now()
    assignment.save()


def forget_declaration(assignment):
    assignment.cleared_at = None
    assignment.save()


def join_agency(assignment):
    MembershipFactory(agency=assignment.version.submission.innovation.agency, user=assignment.panelist.judge)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (close, "closed"),
        (seal, "sealed"),
        (withdraw, "recused"),
        (forget_declaration, "undeclared"),
        (join_agency, "conflict"),
    ],
)
def test_a_sheet_is_written_only_while_the_entry_is_open_to_its_judge(assignment, judge, full, change, code):
    save_sheet(assignment.pk, actor=judge, revision=0, scores=full)
    change(assignment)

    with pytest.raises(ValidationError) as saved:
        save_sheet(assignment.pk, actor=judge, revision=1, scores={})
    with pytest.raises(ValidationError) as submitted:
        submit_sheet(assignment.pk, actor=judge)

    assert (saved.value.code, submitted.value.code) == (code, code)
    assert marks_of(ScoreSheet.objects.get()) == full


def test_nobody_writes_on_the_sheet_of_another_judge(assignment, chair, superuser, full):
    ScoreSheetFactory(assignment=assignment, state=SheetState.DRAFT)
    before = list(Score.objects.values_list("criterion", "state", "value"))

    for actor in (chair, superuser):
        with pytest.raises(PermissionDenied):
            save_sheet(assignment.pk, actor=actor, revision=0, scores=full)
        with pytest.raises(PermissionDenied):
            submit_sheet(assignment.pk, actor=actor)

    assert list(Score.objects.values_list("criterion", "state", "value")) == before


def test_saving_takes_few_queries(assignment, judge, full, django_assert_max_num_queries):
    save_sheet(assignment.pk, actor=judge, revision=0, scores=full)
    judge = type(judge).objects.get(pk=judge.pk)

    with django_assert_max_num_queries(12):
        save_sheet(assignment.pk, actor=judge, revision=1, scores=full)
