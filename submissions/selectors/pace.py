"""How an edition fills, day by day from the opening of registration, and what to expect at its end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from innovation_portal.utils import clock
from submissions.enums import StageKind
from submissions.forecast import Forecast, Remainder, forecast_of
from submissions.models import ComplianceDay, Edition
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
    """Return the pace of an edition up to today: see `paces_of`, of which it is one. None without a registration."""
    return next(iter(paces_of([edition], now=now)), None)


def paces_of(editions: Sequence[Edition], *, now: Share | None = None) -> list[Pace]:
    """Return the paces of those editions that have a registration, from the days that the schedule has kept.

    `now` is how the first of them stands today, where a page has counted that already. What is not kept yet is worked
    out from the history. One query for the kept days of all.
    """
    spans = [(edition, dates) for edition in editions if (dates := _dates_of(edition))]
    kept: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    days = ComplianceDay.objects.filter(edition__in=[edition for edition, _dates in spans]).order_by()
    for pk, day, met, owed in days.values_list("edition", "day", "met", "owed"):
        kept[pk][day] = met, owed
    if now is not None and editions:
        kept[editions[0].pk][clock.today()] = now.met, now.owed
    return [_pace(edition, dates, kept[edition.pk]) for edition, dates in spans]


def _dates_of(edition: Edition) -> tuple[date, date, date] | None:
    """Return the first and last day of registration, and that of the last extension granted until now."""
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return None
    closed_on = timezone.localdate(registration.closes_at)
    granted = [one for one in edition.extensions.all() if one.granted_at <= clock.now()]
    ends_on = max([closed_on, *(timezone.localdate(extension.closes_at) for extension in granted)])
    return timezone.localdate(registration.opens_at), closed_on, ends_on


def _pace(edition: Edition, dates: tuple[date, date, date], figures: Mapping[date, tuple[int, int]]) -> Pace:
    opened_on, closed_on, ends_on = dates
    last = min(ends_on, clock.today())
    days = [opened_on + timedelta(days=number) for number in range((last - opened_on).days + 1)]
    missing = [day for day in days if day not in figures]
    if missing:
        worked_out = history_of(edition).by_day(missing[0], missing[-1])
        since = {missing[0] + timedelta(days=number): figure[:2] for number, figure in enumerate(worked_out)}
        figures = {**figures, **since}
    met, owed = [figures[day][0] for day in days], [figures[day][1] for day in days]
    return Pace(edition, opened_on, closed_on, ends_on, met, owed)


def forecast_of_pace(now: Pace, earlier: Iterable[Pace]) -> Forecast | None:
    """Return what to expect on the last day, judged by editions that are over; None when it is over itself."""
    days_left = (now.ends_on - now.opened_on).days - (len(now.by_day) - 1)
    if not now.by_day or days_left <= 0:
        return None
    met = now.by_day[-1]
    return forecast_of(met, now.owed_by_day[-1] - met, [pace.remainder(days_left) for pace in earlier if pace.by_day])
