"""Who kept the duty by kind and region, as the agencies are in the edition, and who entered in which category."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from submissions.enums import AgencyKind
from submissions.models import Edition, EditionCategory, Region
from submissions.selectors.compliance import entered_by_agency
from submissions.selectors.overview import Share, shares
from submissions.workflow import MEETS_OBLIGATION


@dataclass(frozen=True)
class DutyShares:
    """The shares of those who owe something: kinds with most agencies first, regions by their code."""

    by_kind: list[tuple[AgencyKind, Share]]
    by_region: list[tuple[Region, Share]]


def duty_shares(edition: Edition) -> DutyShares:
    """Return the shares of an edition. Three queries."""
    handed_in = {agency: each.count for agency, each in entered_by_agency(edition).items()}
    owing = edition.obligations.filter(is_exempt=False).order_by()
    rows = [
        (kind, region, handed_in.get(agency, 0) >= required)
        for agency, kind, region, required in owing.values_list("agency", "kind", "region", "required_count")
    ]
    kinds = shares((kind, is_met) for kind, _region, is_met in rows)
    regions = shares((region, is_met) for _kind, region, is_met in rows)
    return DutyShares(
        by_kind=[(AgencyKind(kind), share) for kind, share in sorted(kinds.items(), key=lambda pair: -pair[1].owed)],
        by_region=[(region, regions[region.pk]) for region in Region.objects.filter(pk__in=regions)],
    )


def agencies_by_category(edition: Edition) -> QuerySet[EditionCategory]:
    """Return the categories of an edition with `agencies`: how many of its board have entered what counts there."""
    entered = edition.submissions.filter(MEETS_OBLIGATION, agency__in=edition.obligations.values("agency"))
    counts = Q(submission__in=entered.order_by().values("pk"))
    return edition.categories.annotate(agencies=Count("submission__agency", filter=counts, distinct=True))
