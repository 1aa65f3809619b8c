"""How an edition stands on a morning, for those who do not open the portal: its mail and its page for a meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.text import capfirst

from innovation_portal.utils import clock
from submissions.enums import AgencyKind, StageKind
from submissions.forecast import Forecast
from submissions.models import Edition, Region, Stage
from submissions.selectors.day_news import DayNews, news_since_yesterday
from submissions.selectors.editions import stage_of
from submissions.selectors.overview import Overview, Share, overview_of
from submissions.selectors.pace import Pace, forecast_of_pace, paces_of

EDITIONS_OF_A_FORECAST = 3


@dataclass(frozen=True)
class DayReport:
    """The same figures as the first screen of monitoring, taken at `moment`.

    `pace` is None before the first day of registration, `before` where there is no earlier edition to compare with.
    """

    edition: Edition
    moment: datetime
    overview: Overview
    registration: Stage | None
    pace: Pace | None
    before: Pace | None
    forecast: Forecast | None
    news: Sequence[DayNews]

    @property
    def gained(self) -> int | None:
        """How many more agencies than at the end of yesterday have met the duty; fewer: below zero."""
        if self.pace is None or len(self.pace.by_day) < 2:
            return None
        return self.pace.by_day[-1] - self.pace.by_day[-2]

    @property
    def count_before(self) -> int | None:
        """How many had met it on the same day of the edition before."""
        if self.pace is None or self.before is None:
            return None
        return self.before.on_day(len(self.pace.by_day) - 1)

    @property
    def lead(self) -> int | None:
        return None if self.count_before is None else self.pace.by_day[-1] - self.count_before


def day_report_of(
    edition: Edition, *, overview: Overview | None = None, editions: Iterable[Edition] | None = None
) -> DayReport:
    """Return how the edition stands at the moment of the clock. The same queries for any number of agencies.

    `overview` and `editions`, the latest first with their stages and extensions, where a page has read them already.
    """
    overview = overview or overview_of(edition)
    earlier = _editions_before(edition, _with_dates() if editions is None else editions)
    paces = {pace.edition: pace for pace in paces_of([edition, *earlier], now=overview.share) if pace.by_day}
    pace = paces.pop(edition, None)
    earlier = list(paces.values()) if pace else []
    return DayReport(
        edition,
        clock.now(),
        overview,
        stage_of(edition, StageKind.REGISTRATION),
        pace,
        earlier[0] if earlier else None,
        forecast_of_pace(pace, earlier) if pace else None,
        news_since_yesterday(edition),
    )


def _with_dates() -> QuerySet[Edition]:
    return Edition.objects.order_by("-year").prefetch_related("stages", "extensions")


def _editions_before(edition: Edition, editions: Iterable[Edition]) -> list[Edition]:
    """Return the editions of the years before, the latest first, three at most."""
    return [each for each in editions if each.year < edition.year][:EDITIONS_OF_A_FORECAST]


def shares_by_kind(overview: Overview) -> dict[str, Share]:
    """Return the share of each kind of agency that owes something, by its label with a capital, in their order."""
    by_kind = overview.by_kind
    return {capfirst(str(kind.label)): by_kind[kind] for kind in AgencyKind if kind in by_kind}


def shares_by_region(overview: Overview) -> dict[str, Share]:
    """Return the share of each region that owes something, by its name. One query."""
    by_region = overview.by_region
    names = dict(Region.objects.filter(pk__in=by_region).values_list("pk", "name"))
    return {names[pk]: share for pk, share in by_region.items()}
