from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from innovation_portal.utils import clock
from judging.enums import AdmissionKind, Pool, RoundKind, RoundState
from judging.models import Admission
from judging.selectors.advance import advance_from
from judging.selectors.assignments import assignments_of
from judging.selectors.entries import active_assignments, changes_by_hand, entries_of
from judging.selectors.progress import progress_by_judge, progress_of
from judging.selectors.results import inputs_of
from judging.services.admissions import add_entry, remove_entry
from judging.services.rounds import open_round
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    ResultRowFactory,
    ResultRunFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import GroupFactory


@pytest.fixture
def sealed_round(db):
    """The desk round of an edition, sealed: three entries with 90, 86 and 70 points, and one without a sheet."""
    round_ = RoundFactory(state=RoundState.SEALED, advance_count=2)
    run = ResultRunFactory(round=round_)
    for rank, score in enumerate((90, 86, 70), start=1):
        ResultRowFactory(run=run, rank=rank, score=Decimal(score))
    ResultRowFactory(run=run, rank=None, score=None)
    return round_


@pytest.fixture
def presentation(sealed_round, chair):
    """The round after it, in preparation, with a panel."""
    made = RoundFactory(
        edition=sealed_round.edition, number=2, kind=RoundKind.PRESENTATION, state=RoundState.PREPARATION
    )
    PanelistFactory(round=made, judge=chair, is_chair=True)
    return made


def places_of(round_):
    return [row.submission for row in round_.result_runs.get().rows.order_by("pk")]


def entered(round_):
    return {entry.submission for entry in entries_of(round_)}


def test_next_round_starts_with_what_the_sealed_one_let_through(sealed_round, presentation, secretary):
    first, second, *_rest = places_of(sealed_round)
    assert entered(presentation) == set()

    open_round(presentation.pk, actor=secretary)

    assert entered(presentation) == {first, second}
    run = sealed_round.result_runs.get()
    assert {(row.kind, row.run, row.decided_by) for row in presentation.admissions.all()} == {
        (AdmissionKind.ADVANCED, run, secretary)
    }
    open_round(presentation.pk, actor=secretary)
    assert presentation.admissions.count() == 2


def test_groups_go_on_each_by_themselves(sealed_round):
    general, special = GroupFactory.create_batch(2, edition=sealed_round.edition)
    submissions = places_of(sealed_round)
    for submission, group in zip(submissions, (general, general, special, special), strict=True):
        submission.group = group
        submission.save()
    sealed_round.advance_count, sealed_round.advance_pool = 1, Pool.GROUP

    assert advance_from(sealed_round).submissions == {submissions[0].pk, submissions[2].pk}


def test_next_round_waits_for_the_seal_of_the_one_before(sealed_round, presentation, secretary):
    sealed_round.result_runs.update(sealed_at=None, sealed_by=None)

    with pytest.raises(ValidationError) as raised:
        open_round(presentation.pk, actor=secretary)

    assert [error.code for error in raised.value.error_list] == ["previous"]
    assert not Admission.objects.exists()


def test_next_round_without_anybody_does_not_open(sealed_round, presentation, secretary):
    type(sealed_round).objects.filter(pk=sealed_round.pk).update(passing_grade=Decimal(95))

    with pytest.raises(ValidationError) as raised:
        open_round(presentation.pk, actor=secretary)

    assert [error.code for error in raised.value.error_list] == ["entries"]


def test_change_by_hand_needs_a_reason_and_stays_visible(sealed_round, presentation, secretary):
    open_round(presentation.pk, actor=secretary)
    first, second, third, _last = places_of(sealed_round)

    with pytest.raises(ValidationError) as raised:
        add_entry(presentation.pk, actor=secretary, submission=third, reason=" ")
    assert raised.value.code == "reason_required"
    assert entered(presentation) == {first, second}

    for _again in range(2):
        add_entry(presentation.pk, actor=secretary, submission=third, reason="Wakil wilayah terpencil.")
        remove_entry(presentation.pk, actor=secretary, submission=first, reason="Mengundurkan diri.")
    assert entered(presentation) == {second, third}
    remove_entry(presentation.pk, actor=secretary, submission=third, reason="Salah tambah.")

    assert entered(presentation) == {second}
    assert [(change.submission, change.kind, change.reason) for change in changes_by_hand(presentation)] == [
        (third, AdmissionKind.REMOVED, "Salah tambah."),
        (first, AdmissionKind.REMOVED, "Mengundurkan diri."),
        (third, AdmissionKind.ADDED, "Wakil wilayah terpencil."),
    ]


def test_only_verified_submissions_of_the_edition_are_added(round_, secretary):
    stranger = VerifiedSubmissionFactory()

    with pytest.raises(ValidationError) as raised:
        add_entry(round_.pk, actor=secretary, submission=stranger, reason="Keliru.")

    assert raised.value.code == "not_verified"
    assert not Admission.objects.exists()


@pytest.mark.parametrize("change", [add_entry, remove_entry])
def test_only_the_secretariat_changes_entries_and_only_while_the_round_is_open(round_, chair, secretary, change):
    submission = VerifiedSubmissionFactory(edition=round_.edition)
    with pytest.raises(PermissionDenied):
        change(round_.pk, actor=chair, submission=submission, reason="Titipan.")

    round_.state = RoundState.SEALED
    round_.save()
    with pytest.raises(ValidationError) as raised:
        change(round_.pk, actor=secretary, submission=submission, reason="Terlambat.")

    assert raised.value.code == "not_open"
    assert not Admission.objects.exists()


def test_entry_that_was_taken_out_counts_nowhere_and_comes_back_with_its_sheets(assignment, judge, secretary):
    round_, submission = assignment.round, assignment.version.submission
    ScoreSheetFactory(assignment=assignment)
    before = inputs_of(round_)

    remove_entry(round_.pk, actor=secretary, submission=submission, reason="Diskualifikasi.")

    assert list(assignments_of(judge)) == list(active_assignments(round_)) == []
    assert (progress_of(round_).wanted, progress_of(round_).submitted) == (0, 0)
    assert [seat.submitted for seat in progress_by_judge(round_)] == [0, 0]
    assert (inputs_of(round_)["entries"], inputs_of(round_)["sheets"]) == ([], [])

    add_entry(round_.pk, actor=secretary, submission=submission, reason="Banding diterima.")

    assert list(assignments_of(judge)) == [assignment]
    assert {**inputs_of(round_), "changes": []} == {**before, "changes": []}


def test_database_keeps_one_current_row_per_entry_and_its_reason(round_, secretary):
    submission = VerifiedSubmissionFactory(edition=round_.edition)
    values = {"round": round_, "submission": submission, "kind": AdmissionKind.ADDED, "decided_by": secretary}
    Admission.objects.create(reason="Alasan.", **values)

    for wrong in ({"reason": "Lagi."}, {"reason": "", "is_current": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Admission.objects.create(decided_at=clock.now(), **values, **wrong)


def test_work_of_others_is_not_touched(assignment, secretary):
    other = AssignmentFactory(round=assignment.round)

    remove_entry(
        assignment.round_id, actor=secretary, submission=assignment.version.submission, reason="Diskualifikasi."
    )

    assert list(active_assignments(assignment.round)) == [other]
