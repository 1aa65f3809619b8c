"""What stands beside an innovation, an agency or a region. Nothing of `judging` may read this (docs/compliance.md)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from submissions.models import Agency, ChannelFigure, Innovation, OmbudsmanFinding, Region, ServiceMall


@dataclass(frozen=True)
class ServiceContext:
    """Malls, words of the Ombudsman and figures of complaint channels, each with year and source."""

    malls: list[ServiceMall]
    findings: list[OmbudsmanFinding]
    figures: list[ChannelFigure]

    def __bool__(self) -> bool:
        return bool(self.malls or self.findings or self.figures)


def context_of_innovation(innovation: Innovation) -> ServiceContext:
    """Return where it is delivered, and the latest that is known of its agency and the region. Three queries."""
    malls = ServiceMall.objects.filter(innovation_rows__innovation=innovation).select_related("region")
    about = _about(innovation.agency)
    return ServiceContext(list(malls), _latest(_findings(about)), _latest(_figures(about)))


def context_of_agency(agency: Agency) -> ServiceContext:
    """Return the malls in which the agency works, and all years of it and of its region. Three queries."""
    malls = ServiceMall.objects.filter(agency_rows__agency=agency).select_related("region")
    about = _about(agency)
    return ServiceContext(list(malls), list(_findings(about)), list(_figures(about)))


def context_by_region() -> list[tuple[Region, ServiceContext]]:
    """Return every region of which something is known, with its malls and the latest of the rest. Four queries."""
    kept: dict[int, ServiceContext] = {}
    of_regions = Q(region__isnull=False)
    malls = list(ServiceMall.objects.order_by("name"))
    for name, facts in (
        ("malls", malls),
        ("findings", _latest(_findings(of_regions))),
        ("figures", _latest(_figures(of_regions))),
    ):
        for fact in facts:
            getattr(kept.setdefault(fact.region_id, ServiceContext([], [], [])), name).append(fact)
    regions = Region.objects.filter(pk__in=kept).order_by("code", "name")
    return [(region, kept[region.pk]) for region in regions]


def _about(agency: Agency) -> Q:
    return Q(agency=agency) | Q(region=agency.region_id)


def _findings(about: Q) -> QuerySet[OmbudsmanFinding]:
    return OmbudsmanFinding.objects.filter(about).select_related("region", "agency")


def _figures(about: Q) -> QuerySet[ChannelFigure]:
    return ChannelFigure.objects.filter(about).select_related("region", "agency")


def _latest(facts: QuerySet) -> list:
    """Return of each region or agency what its latest year says."""
    kept: dict[tuple, list] = {}
    for fact in facts:  # the latest year comes first
        rows = kept.setdefault((fact.region_id, fact.agency_id), [])
        if not rows or rows[0].year == fact.year:
            rows.append(fact)
    return [fact for rows in kept.values() for fact in rows]
