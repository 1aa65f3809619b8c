"""When agencies come: how the registration of an invented year fills, from its first weeks to its last hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from home.demonstration.moments import STAGE_DAYS, Calendar
from submissions.enums import StageKind

FIRST_DAY, LAST_DAY = STAGE_DAYS[StageKind.REGISTRATION]
FIRST_HANDED_IN = FIRST_DAY + 5  # nobody writes a submission in less than a week
SATURDAY = 5
# More than one of an hour makes it as much likelier. Nobody hands in at lunch; registration closes at four.
OFFICE_HOURS = (8, 9, 9, 10, 10, 11, 11, 13, 13, 14, 14, 15)
LATE_HOURS = (19, 20, 21, 22)
BRIEFING_DAYS, REMINDER_DAYS, RUSH_DAYS = 4, 3, 3
USUAL, AFTER_BRIEFING, AFTER_REMINDER = 1.0, 2.5, 3.0
EARLY, ON_WEEKEND = 0.4, 0.0


@dataclass(frozen=True)
class Rhythm:
    """How the registration of one year fills. All days count from its closing, so they are negative.

    Work begins with the `briefing` and jumps after the `reminder`; during the `leave`, its first and last day, offices
    are closed; the last three days are `rush` times as busy as others. `until` is the last day that has come. `seed`
    makes a year like no other, and the same whenever it is loaded.
    """

    briefing: int
    reminder: int
    leave: tuple[int, int]
    rush: float
    seed: int
    until: int = LAST_DAY

    def busyness(self, day: int, *, is_weekend: bool) -> float:
        """Return how many come on a day, as a share of a usual one; on the weekend only when time runs out."""
        if day > LAST_DAY - RUSH_DAYS:
            return self.rush / 2 if is_weekend else self.rush
        if is_weekend or self.leave[0] <= day <= self.leave[1]:
            return ON_WEEKEND
        if self.reminder <= day < self.reminder + REMINDER_DAYS:
            return AFTER_REMINDER
        if self.briefing <= day < self.briefing + BRIEFING_DAYS:
            return AFTER_BRIEFING
        return EARLY if day < self.briefing else USUAL


def arrivals(rhythm: Rhythm, calendar: Calendar, number: int) -> list[datetime]:
    """Return that many moments, the first one first, spread as the rhythm of the year says."""
    draw = Random(f"arrivals {rhythm.seed}")  # noqa: S311  a repeatable draw, no secret
    days = range(FIRST_HANDED_IN, rhythm.until + 1)
    heights = list(accumulate(rhythm.busyness(day, is_weekend=is_weekend(calendar.day(day))) for day in days))
    chosen = [_place(heights, (place + draw.random()) / number * heights[-1]) for place in range(number)]
    return sorted(_moment(calendar, days[place], draw) for place in chosen)


def _place(heights: list[float], height: float) -> int:
    return next(place for place, reached in enumerate(heights) if reached > height)


def _moment(calendar: Calendar, day: int, draw: Random) -> datetime:
    hours = (*OFFICE_HOURS, *LATE_HOURS) if day == LAST_DAY - 1 else OFFICE_HOURS
    return calendar.day(day, hour=draw.choice(hours)) + timedelta(minutes=draw.randrange(60))


def is_weekend(moment: datetime) -> bool:
    return moment.weekday() >= SATURDAY


def workdays_before(moment: datetime, days: int) -> datetime:
    """Return an hour of the office on the working day that lies at least so many days before the moment."""
    return _workday(moment - timedelta(days=days), step=-1)


def workdays_after(moment: datetime, days: int) -> datetime:
    """Return an hour of the office on the working day that lies at least so many days after the moment."""
    return _workday(moment + timedelta(days=days), step=1)


def _workday(moment: datetime, *, step: int) -> datetime:
    while is_weekend(moment):
        moment += timedelta(days=step)
    return moment.replace(hour=min(moment.hour, OFFICE_HOURS[-1]))


def deciding_days(rhythm: Rhythm) -> Iterator[int]:
    """Yield without end after how many days the next submission is decided: verifiers are sometimes quick."""
    draw = Random(f"decisions {rhythm.seed}")  # noqa: S311  a repeatable draw, no secret
    while True:
        yield draw.choice((1, 2, 2, 3, 3, 4, 6))
