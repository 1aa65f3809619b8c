from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import EntryOrder, RoundKind, RoundState
from judging.models import Round, SittingDay, Slot, SlotChange
from judging.selectors.timetables import free_positions, positions_of, slots_of, timetable_of
from judging.services.admissions import remove_entry
from judging.services.timetables import (
    announce_timetable,
    clear_timetable,
    make_timetable,
    move_slot,
    remove_day,
    remove_slot,
    save_day,
)
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    RoundFactory,
    SittingDayFactory,
    VerifiedSubmissionFactory,
    version_of,
)
from tests.factories.submissions import CategoryFactory, MembershipFactory

REASON = "Narasumber berhalangan."


@pytest.fixture
def day(db):
    return SittingDayFactory()


@pytest.fixture
def entries(day):
    """Three entries of the round of the day, the agency of each with one person."""
    made = VerifiedSubmissionFactory.create_batch(3, edition=day.round.edition)
    for submission in made:
        MembershipFactory(agency=submission.innovation.agency)
    return made


@pytest.fixture
def slots(entries, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    return list(slots_of(day.round))


def hours(positions):
    return [f"{timezone.localtime(one.starts_at):%H.%M}" for one in positions]


def code_of(call):
    with pytest.raises(ValidationError) as raised:
        call()
    return raised.value.error_list[0].code


def test_positions_leave_out_breaks_and_what_is_too_late(day):
    assert hours(positions_of(day.round, day)) == ["09.00", "09.25", "09.50", "11.00", "11.25"]


def test_breaks_that_meet_and_an_end_soon_after_one_leave_no_half_slot(day):
    day.breaks, day.ends_at = "09.10-09.30, 09.40-10.30", time(11, 5)

    assert hours(positions_of(day.round, day)) == ["10.30"]


def test_rooms_double_the_positions_and_the_gap_may_be_none(day):
    day.rooms, day.gap_minutes, day.breaks, day.ends_at = 2, 0, "", time(9, 45)

    assert [(one.room, hour) for one, hour in _with_hours(day)] == [
        *((1, "09.00"), (2, "09.00"), (1, "09.20"), (2, "09.20")),
    ]


def _with_hours(day):
    positions = list(positions_of(day.round, day))
    return zip(positions, hours(positions), strict=True)


def test_every_entry_gets_the_next_free_time_once(day, entries, secretary):
    proposal = timetable_of(day.round, proposes=True)
    assert not Slot.objects.exists()

    made = make_timetable(day.round_id, actor=secretary, expected=proposal.digest)

    assert sorted(slot.submission_id for slot in made) == sorted(entry.pk for entry in entries)
    assert hours(slots_of(day.round)) == ["09.00", "09.25", "09.50"]
    assert [one.entry.submission_id for one in proposal.proposed] == [one.submission_id for one in slots_of(day.round)]
    assert make_timetable(day.round_id, actor=secretary) == []
    late = VerifiedSubmissionFactory(edition=day.round.edition)
    assert [slot.submission_id for slot in make_timetable(day.round_id, actor=secretary)] == [late.pk]
    assert Slot.objects.count() == 4


def test_the_order_is_drawn_from_the_seed_or_goes_by_category(day):
    edition = day.round.edition
    second, first = (CategoryFactory(edition=edition, sort_order=order) for order in (2, 1))
    for category in (second, first, second, first):
        VerifiedSubmissionFactory(edition=edition, category=category)

    def order_of(kind=EntryOrder.DRAWN):
        round_ = Round.objects.get(pk=day.round_id)
        return [one.entry.submission for one in timetable_of(round_, proposes=True, order=kind).sittings]

    assert order_of() == order_of()
    assert [entry.category for entry in order_of(EntryOrder.CATEGORY)] == [first, first, second, second]
    drawn = order_of()
    Round.objects.filter(pk=day.round_id).update(seed=7)
    assert order_of() != drawn


def test_what_finds_no_time_is_named(day, secretary):
    VerifiedSubmissionFactory.create_batch(6, edition=day.round.edition)

    proposal = timetable_of(day.round, proposes=True)

    assert (len(proposal.proposed), len(proposal.without)) == (5, 1)
    make_timetable(day.round_id, actor=secretary)
    assert [entry.pk for entry in timetable_of(day.round).without] == [proposal.without[0].pk]


def test_a_proposal_that_went_stale_is_refused(day, entries, secretary):
    digest = timetable_of(day.round, proposes=True).digest
    VerifiedSubmissionFactory(edition=day.round.edition)

    assert code_of(lambda: make_timetable(day.round_id, actor=secretary, expected=digest)) == "stale"
    assert not Slot.objects.exists()


@pytest.fixture
def shared_judge(day):
    """A judge with two entries, beside a third that has another judge, on a day with two rooms."""
    day.rooms = 2
    day.save()
    seat = PanelistFactory(round=day.round)
    for _number in range(2):
        AssignmentFactory(round=day.round, panelist=seat)
    AssignmentFactory(round=day.round)
    return seat


def test_no_judge_is_put_into_two_rooms_at_once_where_it_can_be_helped(day, shared_judge):
    proposal = timetable_of(day.round, proposes=True)

    assert proposal.clashes == []
    assert len(proposal.proposed) == 3


def test_a_judge_who_would_have_to_be_in_two_rooms_is_named(day, shared_judge):
    day.ends_at = time(9, 30)
    day.save()
    removed = day.round.assignments.exclude(panelist=shared_judge).get()
    removed.version.submission.status = "rejected"
    removed.version.submission.save()

    proposal = timetable_of(day.round, proposes=True)

    assert [(clash.seat, clash.one.position.room, clash.other.position.room) for clash in proposal.clashes] == [
        (shared_judge, 1, 2)
    ]
    day.round.assignments.filter(panelist=shared_judge).update(recused_at=clock.now())
    assert timetable_of(day.round, proposes=True).clashes == []


def test_slots_that_overlap_in_a_room_are_named_and_not_announced(day, slots, secretary):
    Round.objects.filter(pk=day.round_id).update(presentation_minutes=20)
    Slot.objects.filter(pk=slots[0].pk).update(ends_at=slots[1].starts_at + timedelta(minutes=5))

    timetable = timetable_of(day.round)

    assert [(one.one.slot, one.other.slot, one.seat) for one in timetable.clashes] == [(slots[0], slots[1], None)]
    assert code_of(lambda: announce_timetable(day.round_id, actor=secretary)) == "clash"
    assert not OutgoingMessage.objects.exists()


def test_a_slot_moves_to_a_free_time(day, slots, secretary):
    free = free_positions(day.round, slots)

    move_slot(slots[0].pk, actor=secretary, to=free[-1].key, expected=slots[0].key)

    assert hours(free) == ["11.00", "11.25"]
    assert [slot.submission_id for slot in slots_of(day.round)] == [
        one.submission_id for one in (*slots[1:], slots[0])
    ]
    assert not SlotChange.objects.exists()


def test_two_slots_change_places_and_a_second_click_does_not_undo_it(day, slots, secretary):
    first, second = slots[0], slots[2]
    move_slot(first.pk, actor=secretary, to=second.key, expected=first.key)

    swapped = [slot.submission_id for slot in slots_of(day.round)]
    assert swapped == [second.submission_id, slots[1].submission_id, first.submission_id]
    assert code_of(lambda: move_slot(first.pk, actor=secretary, to=second.key, expected=first.key)) == "stale"
    assert code_of(lambda: move_slot(second.pk, actor=secretary, to="9/9/09:99", expected=first.key)) == "taken"
    assert [slot.submission_id for slot in slots_of(day.round)] == swapped


def test_a_slot_that_was_announced_moves_with_a_reason_that_is_kept(day, slots, secretary):
    announce_timetable(day.round_id, actor=secretary)
    free = free_positions(day.round, slots)[0]

    def move(reason):
        return move_slot(slots[0].pk, actor=secretary, to=free.key, expected=slots[0].key, reason=reason)

    assert code_of(lambda: move(" ")) == "reason_required"
    move(REASON)

    change = SlotChange.objects.get()
    assert (change.slot, change.reason, change.moved_from, change.changed_by) == (
        *(slots[0], REASON, slots[0].starts_at, secretary),
    )


def test_agencies_are_told_once_and_again_only_of_what_changed(day, slots, secretary):
    people = [slot.submission.innovation.agency.memberships.get().user for slot in slots]

    assert announce_timetable(day.round_id, actor=secretary) == 3
    assert announce_timetable(day.round_id, actor=secretary) == 0
    assert [message.recipient for message in OutgoingMessage.objects.order_by("pk")] == people
    mail = OutgoingMessage.objects.filter(recipient=people[0]).get()
    title, number = slots[0].submission.innovation.title, slots[0].submission.registration_number
    assert mail.subject == f"Jadwal presentasi: {title}"
    assert f"“{title}” ({number}) dijadwalkan" in mail.body
    assert "pukul 09.00" in mail.body
    assert "Tempat: Gradhika Bhakti Praja\nLama: 7 menit presentasi dan 13 menit tanya jawab" in mail.body
    assert f"/opd/usulan/{slots[0].submission_id}/presentasi/kalender.ics" in mail.body

    told = list(slots_of(day.round))
    move_slot(told[0].pk, actor=secretary, to=told[1].key, expected=told[0].key, reason=REASON)
    assert announce_timetable(day.round_id, actor=secretary) == 2
    changed = OutgoingMessage.objects.order_by("pk")[3:]
    assert {message.recipient for message in changed} == set(people[:2])
    assert {message.subject.partition(":")[0] for message in changed} == {"Jadwal presentasi berubah"}
    assert all(f"Alasan perubahan: {REASON}" in message.body for message in changed)
    assert [slot.announcements for slot in Slot.objects.order_by("pk")] == [
        2 if slot.pk in {told[0].pk, told[1].pk} else 1 for slot in Slot.objects.order_by("pk")
    ]


def test_moving_away_and_back_before_the_announcement_writes_to_nobody(day, slots, secretary):
    announce_timetable(day.round_id, actor=secretary)
    sent = OutgoingMessage.objects.count()
    free = free_positions(day.round, slots)[0]
    move_slot(slots[0].pk, actor=secretary, to=free.key, expected=slots[0].key, reason=REASON)
    move_slot(slots[0].pk, actor=secretary, to=slots[0].key, expected=free.key, reason=REASON)

    assert announce_timetable(day.round_id, actor=secretary) == 0
    assert OutgoingMessage.objects.count() == sent


def test_another_place_is_told_to_everybody_of_the_day(day, slots, secretary):
    announce_timetable(day.round_id, actor=secretary)
    day.place, day.link = "Daring", "https://rapat.example.id/1"
    save_day(day, actor=secretary)

    assert announce_timetable(day.round_id, actor=secretary) == 3
    assert "Tautan rapat: https://rapat.example.id/1" in OutgoingMessage.objects.latest("pk").body


def test_an_announcement_of_another_timetable_is_refused(day, slots, secretary):
    digest = timetable_of(day.round).digest
    move_slot(slots[0].pk, actor=secretary, to=slots[1].key, expected=slots[0].key)

    assert code_of(lambda: announce_timetable(day.round_id, actor=secretary, expected=digest)) == "stale"


def test_a_slot_is_removed_with_a_mail_where_it_was_announced(day, slots, secretary):
    remove_slot(slots[0].pk, actor=secretary)
    assert not OutgoingMessage.objects.exists()
    announce_timetable(day.round_id, actor=secretary)

    assert code_of(lambda: remove_slot(slots[1].pk, actor=secretary)) == "reason_required"
    remove_slot(slots[1].pk, actor=secretary, reason=REASON)

    mail = OutgoingMessage.objects.get(kind="presentation_cancelled")
    assert mail.recipient == slots[1].submission.innovation.agency.memberships.get().user
    assert f"Alasan: {REASON}" in mail.body
    assert list(slots_of(day.round)) == [slots[2]]


def test_what_was_not_announced_is_taken_back(day, slots, secretary):
    announce_timetable(day.round_id, actor=secretary)
    VerifiedSubmissionFactory(edition=day.round.edition)
    make_timetable(day.round_id, actor=secretary)

    assert clear_timetable(day.round_id, actor=secretary) == 1
    assert list(slots_of(day.round)) == slots
    assert clear_timetable(day.round_id, actor=secretary) == 0


def test_slot_of_an_entry_that_was_taken_out_is_named_and_blocks_its_time(day, slots, secretary):
    remove_entry(day.round_id, actor=secretary, submission=slots[0].submission, reason="Diskualifikasi.")

    timetable = timetable_of(day.round)

    assert [slot.pk for slot in timetable.gone] == [slots[0].pk]
    assert [one.slot.pk for one in timetable.sittings] == [slots[1].pk, slots[2].pk]


def test_a_day_with_slots_stays_as_they_need_it(day, slots, secretary):
    day.begins_at = time(9, 5)
    assert code_of(lambda: save_day(day, actor=secretary)) == "in_use"
    day.begins_at, day.date = time(9), day.date + timedelta(days=1)
    assert code_of(lambda: save_day(day, actor=secretary)) == "in_use"
    assert code_of(lambda: remove_day(day.pk, actor=secretary)) == "in_use"
    day.refresh_from_db()
    day.ends_at, day.rooms = time(15), 2
    save_day(day, actor=secretary)

    assert SittingDay.objects.values_list("begins_at", "ends_at", "rooms").get() == (time(9), time(15), 2)


def test_a_day_says_where_ends_after_it_begins_and_is_not_over(secretary):
    round_ = RoundFactory(kind=RoundKind.PRESENTATION)
    tomorrow = clock.today() + timedelta(days=1)

    def problems(**fields):
        day = SittingDay(round=round_, **{"date": tomorrow, "place": "Aula", **fields})
        with pytest.raises(ValidationError) as raised:
            save_day(day, actor=secretary)
        return raised.value.message_dict

    assert problems(place="") == {"__all__": ["Isi tempat, alamat rapat, atau keduanya."]}
    assert problems(ends_at=time(8)) == {"__all__": ["Waktu selesai harus setelah waktu mulai."]}
    assert problems(date=date(2020, 1, 1)) == {"date": ["Hari ini sudah lewat."]}
    assert problems(breaks="siang") == {"breaks": ["“siang” bukan rentang waktu. Tulis seperti 12.00-13.00."]}
    assert problems(breaks="13.00-12.00") == {
        "breaks": ["“13.00-12.00” bukan rentang waktu. Tulis seperti 12.00-13.00."]
    }
    assert not SittingDay.objects.exists()
    save_day(SittingDay(round=round_, date=tomorrow, place="Aula"), actor=secretary)
    assert problems() == {"__all__": ["Babak ini sudah punya hari itu."]}


@pytest.mark.parametrize("who", ["judge", "chair"])
def test_only_the_secretariat_makes_timetables(day, slots, who, request):
    actor = request.getfixturevalue(who)
    for call in (
        lambda: make_timetable(day.round_id, actor=actor),
        lambda: clear_timetable(day.round_id, actor=actor),
        lambda: move_slot(slots[0].pk, actor=actor, to=slots[1].key, expected=slots[0].key),
        lambda: announce_timetable(day.round_id, actor=actor),
        lambda: remove_slot(slots[0].pk, actor=actor),
        lambda: save_day(day, actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert list(slots_of(day.round)) == slots


def test_only_a_round_of_presentations_that_is_not_sealed_has_a_timetable_to_change(day, slots, secretary):
    desk = RoundFactory()
    assert code_of(lambda: make_timetable(desk.pk, actor=secretary)) == "no_presentations"
    Round.objects.filter(pk=day.round_id).update(state=RoundState.SEALED)
    assert code_of(lambda: announce_timetable(day.round_id, actor=secretary)) == "sealed"


def test_database_keeps_two_slots_from_one_room_and_time(slots):
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slots[0].pk).update(starts_at=slots[1].starts_at, ends_at=slots[1].ends_at)


@pytest.mark.parametrize("kind", [RoundKind.PRESENTATION, RoundKind.FIELD])
def test_a_round_in_which_judges_meet_agencies_is_never_blind(db, kind):
    round_ = RoundFactory(kind=kind, is_blind=True)

    with pytest.raises(ValidationError) as raised:
        round_.full_clean()

    assert raised.value.message_dict == {
        "is_blind": ["Pada jenis babak ini juri bertemu OPD, jadi tidak dapat tanpa identitas."]
    }
    round_.is_blind = False
    round_.full_clean()


def test_queries_do_not_grow_with_the_entries(day, django_assert_num_queries):
    for count in (1, 4):
        for _number in range(count):
            AssignmentFactory(round=day.round)
        with django_assert_num_queries(5):
            timetable_of(Round.objects.get(pk=day.round_id), proposes=True)


def test_versions_of_the_same_entry_make_one_sitting(day):
    submission = VerifiedSubmissionFactory(edition=day.round.edition)

    assert [one.entry for one in timetable_of(day.round, proposes=True).sittings] == [version_of(submission)]
