"""How an edition fills, day by day from the opening of registration, and what to expect at its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from innovation_portal.utils import clock
from submissions.enums import StageKind
from submissions.forecast import Forecast, Remainder, forecast_of
from submissions.models import Edition
from submissions.selectors.editions import stage_of
from submissions.selectors.history import history_of
from submissions.selectors.overview import Share


@dataclass(frozen=True)
class Pace:
    """How many agencies had met the duty, and how many owed it, at the end of each day from the first of registration.

    The last day is today, as it stands, or `ends_on`: when registration closes, or the last extension after it.
    """

    edition: Edition
    opened_on: date
    closed_on: date
    ends_on: date
    by_day: list[int]
    owed_by_day: list[int]

    def on_day(self, day: int) -> int:
        return self.by_day[min(day, len(self.by_day) - 1)] if self.by_day else 0

    def remainder(self, days_left: int) -> Remainder:
        """Return who still owed that many days before the end, and how many of them came."""
        day = max(0, len(self.by_day) - 1 - days_left)
        met, owed = self.by_day[day], self.owed_by_day[day]
        return Remainder(owing=owed - met, met_later=max(0, self.by_day[-1] - met))


def pace_of(edition: Edition, *, now: Share | None = None) -> Pace | None:
    """Return the pace of an edition up to today, from the days that the schedule has kept.

    `now` is how it stands, where a page has counted that already. What is not kept yet is worked out from the history.
    None without a registration.
    """
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return None
    opened_on = timezone.localdate(registration.opens_at)
    closed_on = timezone.localdate(registration.closes_at)
    granted = [one for one in edition.extensions.all() if one.granted_at <= clock.now()]
    ends_on = max([closed_on, *(timezone.localdate(extension.closes_at) for extension in granted)])
    last = min(ends_on, clock.today())
    kept = edition.days.filter(day__range=(opened_on, last)).order_by("day")
    figures = {day: (met, owed) for day, met, owed in kept.values_list("day", "met", "owed")}
    if now is not None:
        figures[clock.today()] = (now.met, now.owed)
    days = [opened_on + timedelta(days=number) for number in range((last - opened_on).days + 1)]
    missing = [day for day in days if day not in figures]
    if missing:
        worked_out = history_of(edition).by_day(missing[0], missing[-1])
        figures |= {missing[0] + timedelta(days=number): one[:2] for number, one in enumerate(worked_out)}
    met, owed = [figures[day][0] for day in days], [figures[day][1] for day in days]
    return Pace(edition, opened_on, closed_on, ends_on, met, owed)


def forecast_of_pace(now: Pace, earlier: Iterable[Pace]) -> Forecast | None:
    """Return what to expect on the last day, judged by editions that are over; None when it is over itself."""
    days_left = (now.ends_on - now.opened_on).days - (len(now.by_day) - 1)
    if not now.by_day or days_left <= 0:
        return None
    met = now.by_day[-1]
    return forecast_of(met, now.owed_by_day[-1] - met, [pace.remainder(days_left) for pace in earlier if pace.by_day])
