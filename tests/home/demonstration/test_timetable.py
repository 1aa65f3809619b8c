"""The steps of every story come one after the other, on whatever day of the week the demonstration is loaded."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from home.demonstration.courses import LAST_YEAR, THIS_YEAR, TWO_YEARS_AGO
from home.demonstration.entries import DECISIONS, timetable
from home.demonstration.moments import Calendar
from home.demonstration.schedule import FIRST_DAY, is_weekend, workdays_after
from home.demonstration.stories import read_stories

MONDAY = datetime(2026, 6, 15, 16, tzinfo=ZoneInfo("Asia/Jakarta"))
COURSES = (TWO_YEARS_AGO, LAST_YEAR, THIS_YEAR)


@pytest.fixture(params=range(7), ids=lambda day: f"{MONDAY + timedelta(days=day):%A}")
def calendar(request):
    return Calendar(MONDAY + timedelta(days=request.param))


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.folder)
def test_steps_follow_each_other(course, calendar):
    for story, times in timetable(read_stories(course.folder, 2026), course, calendar):
        steps = [calendar.day(FIRST_DAY, hour=8), times.written_at, times.asked_at, times.handed_in_at]
        if story.first_try:
            steps += [times.returned_at, times.corrected_at, workdays_after(times.corrected_at, 1)]
        elif story.outcome in DECISIONS:
            steps.append(times.decided_at)
        assert steps == sorted(set(steps)), story.key


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.folder)
def test_decisions_fall_before_judging_and_on_working_days(course, calendar):
    last = calendar.day(course.decided_by, hour=16)
    decided = [
        workdays_after(times.corrected_at, 1) if story.first_try else times.decided_at
        for story, times in timetable(read_stories(course.folder, 2026), course, calendar)
        if story.outcome in DECISIONS
    ]

    assert max(decided) < last
    assert [at for at in decided if is_weekend(at) and at.date() < last.date()] == []


@pytest.mark.parametrize("course", COURSES[:2], ids=lambda course: course.folder)
def test_only_who_got_more_time_comes_after_the_closing(course, calendar):
    late = [
        story.agency
        for story, times in timetable(read_stories(course.folder, 2026), course, calendar)
        if times.handed_in_at > calendar.closes_at
    ]

    assert late == [course.more_time.agency]


def test_every_year_is_ahead_of_the_year_before_on_the_same_day(calendar):
    eleven_days_left = calendar.day(-11)
    handed_in = [
        sum(
            times.handed_in_at < eleven_days_left
            for story, times in timetable(read_stories(course.folder, 2026), course, calendar)
            if story.outcome in {"verified", "submitted", "returned"}
        )
        for course in COURSES
    ]

    assert handed_in[0] <= 12 < 16 <= handed_in[1] <= 24 < 30 <= handed_in[2]
