from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from innovation_portal.utils import clock
from innovation_portal.utils.formats import moment
from judging.models import Panelist
from judging.selectors.presentations import days_of_judge
from judging.selectors.timetables import free_positions, slots_of
from judging.services.timetables import announce_timetable, make_timetable, move_slot
from submissions.enums import MembershipRole
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    SittingDayFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import InnovationFactory, MembershipFactory


@pytest.fixture
def day(db):
    return SittingDayFactory(link="https://rapat.example.id/1")


@pytest.fixture
def submission(day, agency, operator):
    return VerifiedSubmissionFactory(edition=day.round.edition, innovation=InnovationFactory(agency=agency))


def address(name, submission):
    return reverse(f"judging:presentation-{name}", args=[submission.pk])


def test_agency_reads_its_slot_once_it_was_announced(client, operator, submission, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    client.force_login(operator)
    detail = reverse("submissions:submission-detail", args=[submission.pk])
    assert client.get(address("detail", submission)).status_code == 404
    assert client.get(detail).context["links"] == []

    announce_timetable(day.round_id, actor=secretary)

    (slot,) = slots_of(day.round)
    assert client.get(detail).context["links"] == [
        (f"Presentasi: {moment(slot.starts_at)}", address("detail", submission))
    ]
    page = client.get(address("detail", submission)).content.decode()
    assert moment(slot.starts_at) in page
    assert "Gradhika Bhakti Praja" in page


def test_agency_reads_what_it_was_told_until_it_is_told_otherwise(client, operator, submission, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    announce_timetable(day.round_id, actor=secretary)
    (slot,) = slots_of(day.round)
    client.force_login(operator)

    def told():
        return client.get(address("detail", submission)).context["invitations"][0].starts_at

    free = free_positions(day.round, [slot])[0]
    move_slot(slot.pk, actor=secretary, to=free.key, expected=slot.key, reason="Bentrok.")
    assert told() == slot.starts_at
    announce_timetable(day.round_id, actor=secretary)
    assert told() == free.starts_at


def test_calendar_file_holds_time_and_place_and_counts_up(client, operator, submission, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    announce_timetable(day.round_id, actor=secretary)
    (slot,) = slots_of(day.round)
    client.force_login(operator)

    def event():
        response = client.get(address("calendar", submission))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        (only,) = Calendar.from_ical(b"".join(response)).walk("VEVENT")
        return only

    first = event()
    assert (first.start, first.end) == (slot.starts_at, slot.ends_at)
    assert (first["location"], first["url"]) == ("Gradhika Bhakti Praja", "https://rapat.example.id/1")
    assert first["summary"] == f"Presentasi: {submission.innovation.title}"
    day.place = "Aula"
    day.save()
    announce_timetable(day.round_id, actor=secretary)
    second = event()
    assert (second["uid"], first["sequence"], second["sequence"]) == (first["uid"], 0, 1)


def test_another_agency_finds_no_presentation(client, submission, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    announce_timetable(day.round_id, actor=secretary)
    client.force_login(MembershipFactory(role=MembershipRole.APPROVER).user)

    assert client.get(address("detail", submission)).status_code == 404
    assert client.get(address("calendar", submission)).status_code == 404


@pytest.fixture
def sitting_judge(day, judge, secretary):
    """A judge with the second of three slots."""
    VerifiedSubmissionFactory.create_batch(3, edition=day.round.edition)
    make_timetable(day.round_id, actor=secretary)
    seat = PanelistFactory(round=day.round, judge=judge)
    middle = list(slots_of(day.round))[1]
    AssignmentFactory(round=day.round, panelist=seat, version=middle.submission.versions.get())
    return judge


def test_judge_sees_the_day_in_order_and_names_only_of_own_entries(client, sitting_judge, day):
    client.force_login(sitting_judge)

    response = client.get(reverse("judging:task-list"))

    (seen,) = response.context["sitting_days"]
    slots = list(slots_of(day.round))
    assert [(one.slot, one.task is not None, one.is_next) for one in seen.slots] == [
        *((slots[0], False, False), (slots[1], True, True), (slots[2], False, False)),
    ]
    page = response.content.decode()
    titles = [slot.submission.innovation.title in page for slot in slots]
    assert titles == [False, True, False]


def test_judge_who_has_not_agreed_reads_no_names_in_the_timetable(client, sitting_judge, day):
    Panelist.objects.filter(judge=sitting_judge).update(agreed_at=None, agreed_text="")

    (seen,) = days_of_judge(sitting_judge)

    assert [one.task for one in seen.slots] == [None, None, None]


def test_the_day_that_is_on_is_shown_until_it_is_over(sitting_judge, day):
    later = SittingDayFactory(round=day.round, date=day.date + timedelta(days=1))
    slot = slots_of(day.round).last()
    after = timezone.make_aware(datetime.combine(day.date, day.ends_at)) + timedelta(hours=3)

    with clock.at(after):
        (seen,) = days_of_judge(sitting_judge)
        assert (seen.day, [one.is_next for one in seen.slots]) == (day.date, [False, False, False])
    slot.day, slot.starts_at, slot.ends_at = (
        later,
        *(one + timedelta(days=1) for one in (slot.starts_at, slot.ends_at)),
    )
    slot.save()
    with clock.at(after + timedelta(hours=9)):
        (seen,) = days_of_judge(sitting_judge)
        assert (seen.day, [one.slot for one in seen.slots]) == (later.date, [slot])


def test_queries_of_the_judges_days_do_not_grow(sitting_judge, day, secretary, django_assert_num_queries):
    days_of_judge(sitting_judge)  # who somebody is, is asked once
    for _number in range(2):
        with django_assert_num_queries(7):
            days_of_judge(sitting_judge)
        VerifiedSubmissionFactory(edition=day.round.edition)
        make_timetable(day.round_id, actor=secretary)
