"""How fast an edition fills, day by day from the opening of registration."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate

from django.db.models import Min
from django.utils import timezone

from innovation_portal.utils import clock
from submissions.models import Edition, Stage, Submission
from submissions.workflow import MEETS_OBLIGATION


@dataclass(frozen=True)
class Pace:
    """How many agencies had handed in by the end of each day of registration, from its first day."""

    edition: Edition
    opened_on: date
    closed_on: date
    by_day: list[int]

    def on_day(self, day: int) -> int:
        return self.by_day[min(day, len(self.by_day) - 1)] if self.by_day else 0


def pace_of(edition: Edition, registration: Stage) -> Pace:
    """Count the first submissions of the agencies day by day, up to today or the last day."""
    opened_on, closed_on = timezone.localdate(registration.opens_at), timezone.localdate(registration.closes_at)
    midnight = timezone.make_aware(datetime.combine(opened_on, time()))
    last_day = (min(closed_on, clock.today()) - opened_on).days
    # What came in later, by an extension, counts on the last day.
    arrived = Counter(min((first - midnight).days, last_day) for first in _first_submissions(edition))
    by_day = list(accumulate(arrived[day] for day in range(last_day + 1)))
    return Pace(edition, opened_on, closed_on, by_day)


def _first_submissions(edition: Edition) -> Iterable[datetime]:
    return (
        Submission.objects.filter(
            MEETS_OBLIGATION,
            edition=edition,
            innovation__agency__obligations__edition=edition,
            innovation__agency__obligations__is_exempt=False,
        )
        .order_by()
        .values("innovation__agency")
        .annotate(first=Min("first_submitted_at"))
        .values_list("first", flat=True)
    )
