from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import CommentPolicy, KeptMarks, RoundState, SheetState
from judging.models import Score, ScoreSheet, SheetReopening
from judging.selectors.results import inputs_of
from judging.selectors.rubrics import rubric_change_of
from judging.selectors.sheets import Mark, Remarks, marks_of, remarks_of
from judging.services.rubric_replacement import replace_rubric
from judging.services.sheets import save_sheet, submit_sheet
from tests.factories.judging import AssignmentFactory, RubricFactory, ScoreSheetFactory

REASON = "Bobot keliru “60” 📏."


@pytest.fixture
def rubric(db):
    """A rubric that shares `signifikansi` with the one of the round, and nothing else."""
    return RubricFactory(criteria={"dampak": 30, "signifikansi": 70})


@pytest.fixture
def sheet(assignment, judge):
    """A submitted sheet with a comment and remarks."""
    scores = {
        criterion.pk: Mark("scored", value, comment)
        for criterion, value, comment in zip(
            assignment.round.rubric.criteria.all(), (5, 2), ("Kuat.", "Lemah."), strict=True
        )
    }
    save_sheet(assignment.pk, actor=judge, revision=0, scores=scores, remarks=Remarks("Tanya.", "Pribadi.", 3))
    return submit_sheet(assignment.pk, actor=judge)


def replaced(round_, rubric, actor, keeps=KeptMarks.MATCHING, reason=REASON, **more):
    return replace_rubric(round_.pk, actor=actor, rubric=rubric, reason=reason, keeps=keeps, **more)


def marks_by_code(sheet):
    codes = dict(Score.objects.filter(sheet=sheet).values_list("criterion_id", "criterion__code"))
    return {codes[criterion]: mark for criterion, mark in marks_of(sheet).items()}


def test_marks_of_the_same_code_stay_and_the_sheet_goes_back(sheet, round_, rubric, secretary, judge):
    replaced(round_, rubric, secretary)

    sheet.refresh_from_db()
    assert marks_by_code(sheet) == {"signifikansi": Mark("scored", 5, "Kuat.")}
    assert set(Score.objects.values_list("criterion__rubric", flat=True)) == {rubric.pk}
    assert (sheet.state, sheet.submitted_at, sheet.revision) == (SheetState.DRAFT, None, 2)
    assert remarks_of(sheet) == Remarks("Tanya.", "Pribadi.", 3)
    round_.refresh_from_db()
    rubric.refresh_from_db()
    assert (round_.rubric, rubric.frozen_at is not None) == (rubric, True)
    assert inputs_of(round_)["sheets"] == []
    with pytest.raises(ValidationError) as raised:
        submit_sheet(sheet.assignment_id, actor=judge)
    assert [error.params["criterion"] for error in raised.value.error_list] == [rubric.criteria.get(code="dampak").pk]


@pytest.mark.parametrize(
    ("keeps", "scale_maximum"), [(KeptMarks.NOTHING, 5), (KeptMarks.MATCHING, 4)], ids=["asked", "another scale"]
)
def test_no_mark_stays_where_none_is_asked_for_or_can_be_kept(sheet, round_, rubric, secretary, keeps, scale_maximum):
    rubric.scale_maximum = scale_maximum
    rubric.save()

    replaced(round_, rubric, secretary, keeps)

    assert not Score.objects.exists()
    assert ScoreSheet.objects.get().state == SheetState.DRAFT


def test_how_started_sheets_were_is_kept_with_the_rubric(sheet, round_, rubric, secretary):
    draft = ScoreSheetFactory(assignment__round=round_, state=SheetState.DRAFT, values={"signifikansi": 3})
    submitted_at, old = sheet.submitted_at, round_.rubric

    replaced(round_, rubric, secretary)

    one, other = SheetReopening.objects.order_by("sheet")
    assert (one.sheet, one.reason, one.reopened_by) == (sheet, REASON, secretary)
    assert one.kept == {
        "scores": {
            "signifikansi": {"state": "scored", "value": 5, "comment": "Kuat."},
            "kebaruan": {"state": "scored", "value": 2, "comment": "Lemah."},
        },
        "note": "Tanya.",
        "confidence": 3,
        "submitted_at": submitted_at.isoformat(),
        "rubric": {"name": old.name, "version": old.version},
    }
    assert (other.sheet, other.kept["submitted_at"]) == (draft, None)


def test_each_judge_of_a_started_sheet_gets_one_mail(sheet, assignment, round_, rubric, secretary, judge):
    ScoreSheetFactory(assignment__round=round_, assignment__panelist=assignment.panelist)
    AssignmentFactory(round=round_)

    replaced(round_, rubric, secretary)

    (message,) = OutgoingMessage.objects.filter(kind="rubric_replaced")
    assert message.recipient == judge
    assert REASON in message.body
    assert str(rubric) in message.body


def test_again_changes_nothing(sheet, round_, rubric, secretary):
    for _time in range(2):
        replaced(round_, rubric, secretary)

    assert (SheetReopening.objects.count(), ScoreSheet.objects.get().revision) == (1, 2)


def test_comments_go_where_the_new_rubric_asks_for_none(sheet, round_, rubric, secretary):
    rubric.criteria.filter(code="signifikansi").update(comment_policy=CommentPolicy.OFF)

    replaced(round_, rubric, secretary)

    assert marks_by_code(sheet) == {"signifikansi": Mark("scored", 5)}


def test_who_has_dropped_out_cannot_hand_in_again_so_the_sheet_is_withdrawn(sheet, round_, rubric, secretary):
    left = ScoreSheetFactory(assignment__round=round_).assignment
    left.panelist.left_at, left.panelist.left_reason = clock.now(), "Sakit."
    left.panelist.save()
    change = rubric_change_of(round_, rubric)
    assert (change.drafts, change.handed_in, change.left) == (0, 1, 1)

    replaced(round_, rubric, secretary)

    left.refresh_from_db()
    sheet.assignment.refresh_from_db()
    assert (left.recused_at is not None, sheet.assignment.recused_at) == (True, None)
    assert OutgoingMessage.objects.filter(recipient=left.panelist.judge).count() == 0


def test_withdrawn_sheets_stay_as_they_were(round_, rubric, secretary):
    withdrawn = ScoreSheetFactory(assignment__round=round_, assignment__recused_at=clock.now() + timedelta(days=1))

    replaced(round_, rubric, secretary)

    withdrawn.refresh_from_db()
    assert (withdrawn.state, withdrawn.scores.count()) == (SheetState.SUBMITTED, 2)
    assert not SheetReopening.objects.exists()


def test_a_page_opened_before_cannot_save_over_what_was_kept(sheet, round_, rubric, secretary, judge):
    old = {criterion.pk: Mark("scored", 1) for criterion in round_.rubric.criteria.all()}

    replaced(round_, rubric, secretary)

    for revision, scores in ((1, {}), (2, old)):
        with pytest.raises(ValidationError) as raised:
            save_sheet(sheet.assignment_id, actor=judge, revision=revision, scores=scores)
        assert raised.value.code == "stale"
    assert marks_by_code(sheet) == {"signifikansi": Mark("scored", 5, "Kuat.")}


def prepared(round_, rubric, **changes):
    for name, value in changes.items():
        setattr(rubric if name == "frozen_at" else round_, name, value)
    rubric.save()
    round_.save()


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [
        ({"state": RoundState.PREPARATION}, REASON, "not_open"),
        ({"state": RoundState.SEALED}, REASON, "not_open"),
        ({"closes_at": clock.now() - timedelta(days=1)}, REASON, "closed"),
        ({"frozen_at": clock.now()}, REASON, "frozen"),
        ({}, " ", "reason_required"),
    ],
)
def test_what_keeps_a_rubric_from_being_replaced(sheet, round_, rubric, secretary, changes, reason, code):
    prepared(round_, rubric, **changes)

    with pytest.raises(ValidationError) as raised:
        replaced(round_, rubric, secretary, reason=reason)

    assert raised.value.code == code
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def test_weights_must_sum_to_100_and_the_preview_must_be_current(sheet, round_, rubric, secretary):
    digest = rubric_change_of(round_, rubric).digest
    rubric.criteria.filter(code="dampak").update(weight=Decimal(20))
    with pytest.raises(ValidationError) as raised:
        replaced(round_, rubric, secretary)
    assert (raised.value.code, "90" in raised.value.messages[0]) == ("weights", True)

    rubric.criteria.filter(code="signifikansi").update(weight=Decimal(80))
    with pytest.raises(ValidationError) as raised:
        replaced(round_, rubric, secretary, expected=digest)
    assert raised.value.code == "stale"


def test_only_who_runs_rounds_may(sheet, round_, rubric, judge, chair):
    for actor in (judge, chair):
        with pytest.raises(PermissionDenied):
            replaced(round_, rubric, actor)


def test_changes_are_named_by_criterion(round_, rubric):
    change = rubric_change_of(round_, rubric)

    assert [(one.after or one.before).code for one in change.criteria] == ["dampak", "signifikansi", "kebaruan"]
    assert [one.keeps_marks for one in change.criteria] == [False, True, False]
    assert [one.changed_fields for one in change.criteria] == [[], ["bobot dalam persen", "urutan pemutus seri"], []]
