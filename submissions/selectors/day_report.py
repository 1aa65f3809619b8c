"""How an edition stands on a morning, for those who do not open the portal: its mail and its page for a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from innovation_portal.utils import clock
from submissions.enums import AgencyKind, EditionState, StageKind
from submissions.forecast import Forecast
from submissions.models import Edition, Region, Stage
from submissions.selectors.day_news import DayNews, news_since_yesterday
from submissions.selectors.editions import stage_of
from submissions.selectors.overview import Overview, Share, overview_of, shares
from submissions.selectors.pace import Pace, forecast_of_pace, pace_of

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


def day_report_of(edition: Edition) -> DayReport:
    """Return how the edition stands now. The same queries for any number of agencies."""
    overview = overview_of(edition)
    pace = pace_of(edition, now=overview.share)
    pace = pace if pace and pace.by_day else None
    earlier = _earlier_paces(edition) if pace else []
    return DayReport(
        edition,
        clock.now(),
        overview,
        stage_of(edition, StageKind.REGISTRATION),
        pace,
        earlier[0] if earlier else None,
        forecast_of_pace(pace, earlier) if pace else None,
        news_since_yesterday(edition) if edition.state == EditionState.OPEN else [],
    )


def _earlier_paces(edition: Edition) -> list[Pace]:
    """Return the paces of the editions of the years before, the latest first."""
    editions = Edition.objects.filter(year__lt=edition.year).order_by("-year").prefetch_related("stages", "extensions")
    paces = [pace_of(each) for each in editions[:EDITIONS_OF_A_FORECAST]]
    return [pace for pace in paces if pace and pace.by_day]


def shares_by_kind(edition: Edition, overview: Overview) -> dict[AgencyKind, Share]:
    """Return the share of each kind of agency that owes something. One query."""
    unmet = {row.agency_id for row in overview.in_debt}
    owing = edition.obligations.filter(is_exempt=False).order_by("kind").values_list("agency", "kind")
    return shares((AgencyKind(kind), agency not in unmet) for agency, kind in owing)


def shares_by_region(overview: Overview) -> dict[str, Share]:
    """Return the share of each region that owes something, by its name. One query."""
    by_region = overview.by_region
    names = dict(Region.objects.filter(pk__in=by_region).values_list("pk", "name"))
    return {names[pk]: share for pk, share in by_region.items()}
