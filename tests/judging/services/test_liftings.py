from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import ConflictSource, RoundState, SheetState
from judging.models import Assignment, ConflictOfInterest
from judging.selectors.conflicts import automatic_conflict, with_source
from judging.services.allocation import apply_allocation, propose_allocation
from judging.services.conflicts import declare_conflict, declare_no_conflict, record_conflict
from judging.services.liftings import lift_conflict
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    CollaborationFactory,
    PanelistFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
    version_of,
)
from tests.factories.submissions import MembershipFactory

WHY = "Orang lain; NIP-nya berbeda."


@pytest.fixture
def namesake(round_):
    """A judge with the one-word name of an innovator, with the entry not declared yet."""
    submission = VerifiedSubmissionFactory(
        edition=round_.edition, version__innovators=[{"name": "Suharto", "role": "Perawat"}]
    )
    seat = PanelistFactory(round=round_, judge__name="Suharto")
    return AssignmentFactory(round=round_, panelist=seat, version=version_of(submission))


def lift(assignment, actor, reason=WHY):
    return lift_conflict(
        actor=actor, judge=assignment.panelist.judge, submission=assignment.version.submission, reason=reason
    )


def refusal_of(call) -> str:
    with pytest.raises(ValidationError) as raised:
        call()
    return raised.value.code


def liftings():
    return list(ConflictOfInterest.objects.values_list("source", "lifted_by", "lifting_reason"))


def test_a_lifted_conflict_keeps_its_words_and_opens_the_entry_again(namesake, secretary):
    judge = namesake.panelist.judge
    declare_no_conflict(namesake.pk, actor=judge)

    conflict = lift(namesake, secretary, reason=f"  {WHY} ")

    assert liftings() == [(ConflictSource.AUTOMATIC, secretary.pk, WHY)]
    assert conflict.recorded_at <= conflict.lifted_at
    namesake.refresh_from_db()
    assert (namesake.recused_at, automatic_conflict(namesake)) == (None, "")
    assert declare_no_conflict(namesake.pk, actor=judge).cleared_at is not None
    entry = ModelLogEntry.objects.get(action="judging.lift_conflict")
    assert (entry.user, entry.data) == (secretary, {"reason": WHY})


def test_a_sheet_that_was_in_counts_again(namesake, secretary):
    namesake.cleared_at = clock.now()
    namesake.save()
    ScoreSheetFactory(assignment=namesake)
    declare_conflict(namesake.pk, actor=namesake.panelist.judge, reason="")

    lift(namesake, secretary)

    active = Assignment.objects.filter(recused_at=None).values_list("sheet__state", flat=True)
    assert list(active) == [SheetState.SUBMITTED]


def test_allocation_takes_a_judge_whose_conflict_was_lifted_before_it_was_recorded(namesake, secretary, chair):
    round_, entry, judge = namesake.round, namesake.version, namesake.panelist.judge
    MembershipFactory(user=chair, agency=entry.submission.innovation.agency)
    namesake.delete()
    before = propose_allocation(round_.pk)
    assert [found.seat.judge.name for found in before.conflicts_found] == [chair.name, "Suharto"]

    lift_conflict(actor=secretary, judge=judge, submission=entry.submission, reason=WHY)

    assert [found.seat.judge for found in propose_allocation(round_.pk).conflicts_found] == [chair]
    made = apply_allocation(round_.pk, actor=secretary, seed=1)
    assert [(one.panelist.judge, one.version) for one in made] == [(judge, entry)]
    assert liftings()[-1] == (ConflictSource.AUTOMATIC, secretary.pk, WHY)


def employed(seat, submission):
    seat.employer = submission.innovation.agency.name
    seat.save()


def a_member(seat, submission):
    MembershipFactory(user=seat.judge, agency=submission.innovation.agency)


def the_writer(seat, submission):
    submission.created_by = seat.judge
    submission.save()


def a_partner(seat, submission):
    CollaborationFactory(judge=seat.judge, agency=submission.innovation.agency)


@pytest.mark.parametrize("tie", [employed, a_member, the_writer, a_partner])
def test_more_than_a_name_is_never_lifted(namesake, secretary, tie):
    tie(namesake.panelist, namesake.version.submission)
    declare_no_conflict(namesake.pk, actor=namesake.panelist.judge)

    assert refusal_of(partial(lift, namesake, secretary)) == "certain"

    assert liftings() == [(ConflictSource.AUTOMATIC, None, "")]
    namesake.refresh_from_db()
    assert namesake.recused_at is not None


def test_what_ties_them_later_is_a_conflict_of_its_own(namesake, secretary):
    declare_no_conflict(namesake.pk, actor=namesake.panelist.judge)
    lift(namesake, secretary)
    a_member(namesake.panelist, namesake.version.submission)

    declare_no_conflict(namesake.pk, actor=namesake.panelist.judge)

    assert sorted(liftings(), key=str) == sorted(
        [(ConflictSource.AUTOMATIC, secretary.pk, WHY), (ConflictSource.AUTOMATIC, None, "")], key=str
    )


def test_what_the_judge_declares_later_names_its_own_source(namesake, secretary):
    judge = namesake.panelist.judge
    declare_no_conflict(namesake.pk, actor=judge)
    lift(namesake, secretary)

    declare_conflict(namesake.pk, actor=judge, reason="Teman sekolah.")

    assert [one.source for one in with_source(Assignment.objects.all())] == [ConflictSource.DECLARED]
    assert refusal_of(partial(lift, namesake, secretary)) == "not_automatic"


def test_a_sealed_round_stays_as_it_is(namesake, secretary):
    declare_no_conflict(namesake.pk, actor=namesake.panelist.judge)
    namesake.round.state = RoundState.SEALED
    namesake.round.save()

    lift(namesake, secretary)

    recused = with_source(Assignment.objects.filter(recused_at__isnull=False))
    assert [one.source for one in recused] == [ConflictSource.AUTOMATIC]


def test_only_the_secretariat_lifts_and_never_its_own(namesake, judge, secretary):
    own = AssignmentFactory(panelist__judge=UserFactory(roles=[Role.SECRETARIAT, Role.JUDGE]), round=namesake.round)
    with pytest.raises(PermissionDenied):
        lift(namesake, judge)

    assert refusal_of(partial(lift, own, own.panelist.judge)) == "own_conflict"
    assert refusal_of(partial(lift, namesake, secretary, reason="  ")) == "reason_required"
    assert refusal_of(partial(lift, own, secretary)) == "not_found"
    assert liftings() == []


def test_a_conflict_that_a_person_recorded_stays(namesake, secretary):
    submission = namesake.version.submission
    record_conflict(actor=secretary, judge=namesake.panelist.judge, submission=submission, reason="Laporan.")

    assert refusal_of(partial(lift, namesake, secretary)) == "not_automatic"

    assert liftings() == [(ConflictSource.SECRETARIAT, None, "")]
