"""How fast an edition fills, day by day from the opening of registration."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate

from django.utils import timezone

from innovation_portal.utils import clock
from submissions.models import Edition, Stage
from submissions.selectors.compliance import Entered, entered_by_agency


@dataclass(frozen=True)
class Pace:
    """How many agencies had handed in by the end of each day of registration, from its first day."""

    edition: Edition
    opened_on: date
    closed_on: date
    by_day: list[int]

    def on_day(self, day: int) -> int:
        return self.by_day[min(day, len(self.by_day) - 1)] if self.by_day else 0


def pace_of(edition: Edition, registration: Stage, entered: Mapping[int, Entered] | None = None) -> Pace:
    """Count the first submissions of those who owe one day by day, up to today or the last day.

    A page that has read `entered_by_agency` hands it in.
    """
    entered = entered_by_agency(edition) if entered is None else entered
    owing = edition.obligations.filter(is_exempt=False).order_by().values_list("agency", flat=True)
    firsts = (entered[agency].first_at for agency in owing if agency in entered)
    opened_on, closed_on = timezone.localdate(registration.opens_at), timezone.localdate(registration.closes_at)
    midnight = timezone.make_aware(datetime.combine(opened_on, time()))
    last_day = (min(closed_on, clock.today()) - opened_on).days
    # What came in later, by an extension, counts on the last day.
    arrived = Counter(min((first - midnight).days, last_day) for first in firsts)
    by_day = list(accumulate(arrived[day] for day in range(last_day + 1)))
    return Pace(edition, opened_on, closed_on, by_day)
