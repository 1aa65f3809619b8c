"""Who kept the duty by kind and region, as the agencies are in the edition, and who entered in which category."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from submissions.enums import AgencyKind
from submissions.models import Edition, EditionCategory, Region
from submissions.selectors.overview import Share, overview_of
from submissions.workflow import MEETS_OBLIGATION


@dataclass(frozen=True)
class DutyShares:
    """The shares of those who owe something: kinds with most agencies first, regions by their code."""

    by_kind: list[tuple[AgencyKind, Share]]
    by_region: list[tuple[Region, Share]]


def duty_shares(edition: Edition) -> DutyShares:
    """Return the shares of an edition. Two queries."""
    overview = overview_of(edition)
    kinds, regions = overview.by_kind.items(), overview.by_region
    return DutyShares(
        by_kind=[(AgencyKind(kind), share) for kind, share in sorted(kinds, key=lambda pair: -pair[1].owed)],
        by_region=[(region, regions[region.pk]) for region in Region.objects.filter(pk__in=regions)],
    )


def agencies_by_category(edition: Edition) -> QuerySet[EditionCategory]:
    """Return the categories of an edition with `agencies`: how many of its board have entered what counts there."""
    entered = edition.submissions.filter(MEETS_OBLIGATION, agency__in=edition.obligations.values("agency"))
    counts = Q(submission__in=entered.order_by().values("pk"))
    return edition.categories.annotate(agencies=Count("submission__agency", filter=counts, distinct=True))
