"""Registration fills as such things do: late, in steps, and never when offices are closed."""

from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from home.demonstration.courses import LAST_YEAR, THIS_YEAR, TWO_YEARS_AGO
from home.demonstration.moments import Calendar
from home.demonstration.schedule import (
    OFFICE_HOURS,
    Rhythm,
    arrivals,
    deciding_days,
    is_weekend,
    workdays_after,
    workdays_before,
)

WIB = ZoneInfo("Asia/Jakarta")
CALENDAR = Calendar(datetime(2026, 6, 11, 16, tzinfo=WIB))  # a Thursday
# Both steps are on a Monday.
RHYTHM = Rhythm(briefing=-38, reminder=-24, leave=(-31, -28), rush=6.0, seed=1)
MANY = 2000


def days_of(moments) -> list[int]:
    closing = CALENDAR.closes_at.date()
    return [(timezone.localdate(moment) - closing).days for moment in moments]


def a_day(days, first: int, last: int) -> float:
    return sum(first <= day <= last for day in days) / (last - first + 1)


def test_nobody_comes_before_there_was_time_to_write_or_after_the_closing():
    moments = arrivals(RHYTHM, CALENDAR, MANY)

    assert moments == sorted(moments)
    assert (min(days_of(moments)), max(days_of(moments))) == (-55, 0)
    assert moments[-1] < CALENDAR.closes_at


def test_weekends_and_leave_are_flat_until_time_runs_out():
    moments = arrivals(RHYTHM, CALENDAR, MANY)
    days = days_of(moments)

    assert not any(is_weekend(moment) for moment in moments)
    assert a_day(days, -31, -28) == 0


def test_weekend_before_a_closing_on_monday_is_worked_through():
    monday = Calendar(datetime(2026, 6, 15, 16, tzinfo=WIB))

    weekends = {timezone.localdate(one) for one in arrivals(RHYTHM, monday, MANY) if is_weekend(one)}

    assert weekends == {date(2026, 6, 13), date(2026, 6, 14)}


def test_briefing_reminder_and_the_end_are_steps():
    days = days_of(arrivals(RHYTHM, CALENDAR, MANY))

    # All are working days.
    before_briefing, briefed = a_day(days, -43, -41), a_day(days, -38, -35)
    reminded, after_reminder = a_day(days, -24, -22), a_day(days, -21, -20)
    usual, rush = a_day(days, -9, -6), a_day(days, -2, 0)
    assert briefed > 3 * before_briefing
    assert reminded > 2 * after_reminder
    assert rush > 4 * usual


def test_hours_are_those_of_the_office_but_for_the_last_evening():
    hours = {(day, moment.hour) for moment, day in zip(*_with_days(), strict=True)}

    assert {hour for day, hour in hours if day != -1} == set(OFFICE_HOURS)
    assert {hour for day, hour in hours if day == -1} - set(OFFICE_HOURS) == {19, 20, 21, 22}


def _with_days():
    moments = [timezone.localtime(moment) for moment in arrivals(RHYTHM, CALENDAR, MANY)]
    return moments, days_of(moments)


def test_running_year_ends_where_it_stands():
    days = days_of(arrivals(THIS_YEAR.rhythm, CALENDAR, MANY))

    assert max(days) <= THIS_YEAR.rhythm.until


def test_same_year_again_is_the_same_and_no_two_years_are_alike():
    courses = TWO_YEARS_AGO, LAST_YEAR, THIS_YEAR

    years = [arrivals(course.rhythm, CALENDAR, 20) for course in courses]

    assert years == [arrivals(course.rhythm, CALENDAR, 20) for course in courses]
    assert years[0] != years[1] != years[2] != years[0]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [(10, 9, 11), (12, 11, 15), (13, 12, 15), (15, 12, 16)],
    ids=["Wednesday", "Friday", "Saturday", "Monday"],
)
def test_working_days_skip_the_weekend_and_the_evening(day, before, after):
    moment = datetime(2026, 6, day, 20, 30, tzinfo=WIB)

    assert workdays_before(moment, 1) == datetime(2026, 6, before, 15, 30, tzinfo=WIB)
    assert workdays_after(moment, 1) == datetime(2026, 6, after, 15, 30, tzinfo=WIB)


def test_verifiers_need_one_to_six_days():
    assert set(islice(deciding_days(RHYTHM), 200)) == {1, 2, 3, 4, 6}
