import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from judging.enums import ConflictSource, RoundState
from judging.models import ConflictOfInterest
from judging.services.conflicts import declare_conflict, declare_no_conflict, record_conflict
from submissions.services.agency_changes import merge_agency, rename_agency
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory
from tests.factories.submissions import MembershipFactory


@pytest.fixture
def undeclared(round_, judge):
    return AssignmentFactory(round=round_, panelist__judge=judge)


def conflicts():
    return list(ConflictOfInterest.objects.values_list("judge", "submission", "source", "reason"))


def test_declaring_no_conflict_opens_the_entry_once(undeclared, judge):
    first = declare_no_conflict(undeclared.pk, actor=judge).cleared_at

    assert first is not None
    assert declare_no_conflict(undeclared.pk, actor=judge).cleared_at == first
    assert conflicts() == []


def test_a_declared_conflict_is_kept_and_frees_the_assignment(undeclared, judge):
    declared = declare_conflict(undeclared.pk, actor=judge, reason="  Saudara “kandung” pengusul 🙏 ")
    again = declare_conflict(undeclared.pk, actor=judge, reason="lain")

    assert declared.recused_at == again.recused_at
    assert conflicts() == [
        (judge.pk, undeclared.version.submission_id, ConflictSource.DECLARED, "Saudara “kandung” pengusul 🙏")
    ]


def test_a_conflict_needs_words(undeclared, judge):
    with pytest.raises(ValidationError) as raised:
        declare_conflict(undeclared.pk, actor=judge, reason="   ")

    assert raised.value.code == "reason_required"
    undeclared.refresh_from_db()
    assert undeclared.recused_at is None


def test_a_member_who_declares_no_conflict_is_withdrawn_all_the_same(undeclared, judge):
    agency = undeclared.version.submission.innovation.agency
    MembershipFactory(agency=agency, user=judge)

    decided = declare_no_conflict(undeclared.pk, actor=judge)

    assert decided.cleared_at is None
    assert decided.recused_at is not None
    assert [(row[2], agency.name in row[3]) for row in conflicts()] == [(ConflictSource.AUTOMATIC, True)]


def test_nobody_declares_for_another_judge(undeclared, chair, superuser, secretary):
    for actor in (chair, superuser, secretary):
        with pytest.raises(PermissionDenied):
            declare_no_conflict(undeclared.pk, actor=actor)
        with pytest.raises(PermissionDenied):
            declare_conflict(undeclared.pk, actor=actor, reason="x")

    undeclared.refresh_from_db()
    assert (undeclared.cleared_at, undeclared.recused_at) == (None, None)


def test_nothing_is_declared_after_the_seal(undeclared, judge):
    undeclared.round.state = RoundState.SEALED
    undeclared.round.save()

    for call in (declare_no_conflict, lambda pk, actor: declare_conflict(pk, actor=actor, reason="x")):
        with pytest.raises(ValidationError) as raised:
            call(undeclared.pk, actor=judge)
        assert raised.value.code == "sealed"


def test_the_secretariat_records_a_conflict_and_frees_unsealed_work(undeclared, judge, secretary):
    submission = undeclared.version.submission
    sealed = AssignmentFactory(
        panelist=PanelistFactory(judge=judge, round__state=RoundState.SEALED), version=undeclared.version
    )
    sealed.round = sealed.panelist.round
    sealed.save()

    record_conflict(actor=secretary, judge=judge, submission=submission, reason="Laporan masyarakat")
    with pytest.raises(PermissionDenied):
        record_conflict(actor=judge, judge=judge, submission=submission, reason="x")

    undeclared.refresh_from_db()
    sealed.refresh_from_db()
    assert undeclared.recused_at is not None
    assert sealed.recused_at is None
    assert conflicts() == [(judge.pk, submission.pk, ConflictSource.SECRETARIAT, "Laporan masyarakat")]


def test_a_merger_withdraws_the_judges_who_work_for_the_successor(
    round_, judge, secretary, django_capture_on_commit_callbacks
):
    """Also those whose sheet is in; other judges of the entry and other entries of the judge stay."""
    seat = PanelistFactory(round=round_, judge=judge)
    scored = ScoreSheetFactory(assignment__round=round_, assignment__panelist=seat).assignment
    by_another = AssignmentFactory(round=round_, version=scored.version)
    of_another_agency = AssignmentFactory(round=round_, panelist=seat)
    employer = MembershipFactory(user=judge).agency

    with django_capture_on_commit_callbacks(execute=True):
        merge_agency(
            scored.version.submission.innovation.agency_id,
            actor=secretary,
            successor_id=employer.pk,
            on=clock.today(),
            document="Perda contoh",
        )

    for assignment in (scored, by_another, of_another_agency):
        assignment.refresh_from_db()
    assert (by_another.recused_at, of_another_agency.recused_at) == (None, None)
    assert scored.recused_at is not None
    reason = f"Juri adalah anggota {employer.name} dalam portal ini."
    assert conflicts() == [(judge.pk, scored.version.submission_id, ConflictSource.AUTOMATIC, reason)]


def test_a_new_name_that_is_the_employer_of_a_judge_withdraws_the_judge_unless_the_round_is_sealed(
    round_, judge, secretary, django_capture_on_commit_callbacks
):
    seat = PanelistFactory(round=round_, judge=judge, employer="Badan Riset dan Inovasi")
    task = AssignmentFactory(round=round_, panelist=seat)
    agency = task.version.submission.innovation.agency
    sealed = AssignmentFactory(
        panelist__judge=judge, panelist__employer=seat.employer, version__submission__innovation__agency=agency
    )
    sealed.round.state = RoundState.SEALED
    sealed.round.save()

    with django_capture_on_commit_callbacks(execute=True):
        rename_agency(
            agency.pk, actor=secretary, name="Badan Riset dan Inovasi", on=clock.today(), document="Perda contoh"
        )

    task.refresh_from_db()
    sealed.refresh_from_db()
    assert (task.recused_at is None, sealed.recused_at) == (False, None)
    assert [row[:3] for row in conflicts()] == [(judge.pk, task.version.submission_id, ConflictSource.AUTOMATIC)]
