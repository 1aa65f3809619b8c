"""Two people at once at the timetable and at the record of an entry."""

import pytest

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import RoundKind
from judging.models import Record, Slot
from judging.records import Visit
from judging.selectors.timetables import slots_of
from judging.services.records import close_record, save_record
from judging.services.results import calculate_result
from judging.services.timetables import announce_timetable, make_timetable, move_slot
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, SittingDayFactory, VerifiedSubmissionFactory, visit_of
from tests.factories.submissions import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary():
    return UserFactory(roles=[Role.SECRETARIAT])


def fresh(user):
    return User.objects.get(pk=user.pk)


def codes_of(results):
    return sorted(getattr(result, "code", "done") or "done" for result in results)


@pytest.fixture
def day(secretary):
    made = SittingDayFactory()
    for submission in VerifiedSubmissionFactory.create_batch(3, edition=made.round.edition):
        MembershipFactory(agency=submission.innovation.agency)
    return made


def test_two_make_the_timetable_at_once_and_every_entry_has_one_slot(day, secretary):
    results = at_once(*[lambda: make_timetable(day.round_id, actor=fresh(secretary))] * 2)

    assert sorted(map(len, results)) == [0, 3]
    assert Slot.objects.count() == 3


def test_of_two_who_swap_the_same_slots_one_wins_and_nothing_is_undone(day, secretary):
    make_timetable(day.round_id, actor=secretary)
    first, second, third = slots_of(day.round)

    def swap():
        return move_slot(first.pk, actor=fresh(secretary), to=second.key, expected=first.key)

    assert codes_of(at_once(swap, swap)) == ["done", "stale"]
    assert list(slots_of(day.round)) == [second, first, third]


def test_two_swaps_that_cross_leave_every_slot_in_one_place(day, secretary):
    make_timetable(day.round_id, actor=secretary)
    first, second, third = slots_of(day.round)

    results = at_once(
        lambda: move_slot(first.pk, actor=fresh(secretary), to=third.key, expected=first.key),
        lambda: move_slot(third.pk, actor=fresh(secretary), to=second.key, expected=third.key),
    )

    # Where the second comes first, the first still finds its slot where it saw it.
    assert codes_of(results) in (["done", "done"], ["done", "stale"])
    assert len({(slot.room, slot.starts_at) for slot in slots_of(day.round)}) == 3
    assert not Slot.objects.filter(room=0).exists()


def test_two_who_announce_at_once_write_once(day, secretary):
    make_timetable(day.round_id, actor=secretary)

    results = at_once(*[lambda: announce_timetable(day.round_id, actor=fresh(secretary))] * 2)

    assert sorted(results) == [0, 3]
    assert OutgoingMessage.objects.filter(kind="presentation_announced").count() == 3


@pytest.fixture
def task():
    return AssignmentFactory(round__kind=RoundKind.FIELD, cleared_at=clock.now())


def test_two_who_close_at_once_leave_one_moment(task, secretary):
    judge, target = task.panelist.judge, (task.round_id, task.version.submission_id)
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))

    first, second = at_once(
        *(lambda actor=one: close_record(*target, actor=fresh(actor)) for one in (judge, secretary))
    )

    record = Record.objects.get()
    assert first.closed_at == second.closed_at == record.closed_at
    assert first.closed_by_id == second.closed_by_id == record.closed_by_id


def test_of_two_first_saves_one_is_stale_and_there_is_one_record(task, secretary):
    judge, target = task.panelist.judge, (task.round_id, task.version.submission_id)

    results = at_once(
        *(
            lambda actor=actor, place=place: save_record(
                *target, actor=fresh(actor), revision=0, contents=Visit(place=place)
            )
            for actor, place in ((judge, "Jati"), (secretary, "Mejobo"))
        )
    )

    assert codes_of(results) == ["done", "stale"]
    assert Record.objects.get().revision == 1


def test_closing_beside_a_calculation_is_in_it_or_makes_another(task, secretary):
    judge, target = task.panelist.judge, (task.round_id, task.version.submission_id)
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))

    run, record = at_once(
        lambda: calculate_result(task.round_id, actor=fresh(secretary)),
        lambda: close_record(*target, actor=fresh(judge)),
    )

    named = [one["record"] for one in run.inputs.get("records", [])]
    assert named in ([], [record.pk])
