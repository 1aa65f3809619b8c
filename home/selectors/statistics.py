"""The catalogue in numbers. All of it is remembered until the catalogue changes, or for five minutes at most."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max

from home.enums import HonourLevel
from home.models import CatalogueEntry
from home.selectors.honours import LEVEL_OF_AWARD, classify_recognition
from judging.enums import AwardKind, AwardState
from judging.models import Award
from submissions.enums import RegionKind
from submissions.models import Recognition, Region

REMEMBERED_SECONDS = 300
SHOWN_LEVELS = (HonourLevel.NATIONAL, HonourLevel.WINNER, HonourLevel.NOMINEE)


class RegionCount(NamedTuple):
    pk: int
    code: str
    name: str
    count: int


@dataclass(frozen=True)
class CatalogueStatistics:
    """Counts of innovations in the catalogue, and of the honours that they got.

    `by_year` has every year from the first to the last; `by_field` and `by_kind` stand with the most first and without
    zeros; `by_region` holds every kabupaten and kota; `honours` count by level for each year.
    """

    by_year: list[tuple[int, int]]
    by_field: list[tuple[str, int]]
    by_region: list[RegionCount]
    by_kind: list[tuple[str, int]]
    honours: list[tuple[int, dict[HonourLevel, int]]]

    @property
    def total(self) -> int:
        return sum(count for _year, count in self.by_year)


def catalogue_statistics() -> CatalogueStatistics:
    """Return the numbers of the whole catalogue. Seven queries, one when they are remembered."""
    changed_at = CatalogueEntry.objects.aggregate(latest=Max("updated_at"))["latest"]
    key = f"catalogue-statistics:{changed_at:%s%f}" if changed_at else ""
    return cache.get_or_set(key, _count, REMEMBERED_SECONDS) if key else _count()


def _count() -> CatalogueStatistics:
    return CatalogueStatistics(
        by_year=_every_year(_counted("year")),
        by_field=Counter({field: n for field, n in _counted("field").items() if field}).most_common(),
        by_region=_by_region(_counted("region")),
        by_kind=Counter(_counted("agency__kind")).most_common(),
        honours=_honours(),
    )


def _counted(column: str) -> dict:
    return dict(CatalogueEntry.objects.order_by().values_list(column).annotate(count=Count("*")))


def _every_year(counts: dict[int, int]) -> list[tuple[int, int]]:
    return [(year, counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)] if counts else []


def _by_region(counts: dict[int, int]) -> list[RegionCount]:
    """Regions without a code are known from recognitions elsewhere only; nobody expects anything of them."""
    local = Region.objects.filter(kind__in=[RegionKind.REGENCY, RegionKind.CITY]).exclude(code="")
    return [RegionCount(region.pk, region.code, region.name, counts.get(region.pk, 0)) for region in local]


def _honours() -> list[tuple[int, dict[HonourLevel, int]]]:
    """Count every award and recognition once, by year and level; mere mentions in a list are none."""
    public = CatalogueEntry.objects.values("innovation")
    counts: Counter[tuple[int, HonourLevel]] = Counter()
    awards = Award.objects.filter(submission__innovation__in=public).exclude(state=AwardState.REVOKED).order_by()
    for year, kind, count in awards.values_list("submission__edition__year", "level__kind").annotate(n=Count("pk")):
        counts[year, LEVEL_OF_AWARD[AwardKind(kind)]] += count
    recognitions = Recognition.objects.filter(innovation__in=public).order_by()
    for award, year, count in recognitions.values_list("award", "year").annotate(n=Count("pk")):
        counts[year, classify_recognition(award, year)[0]] += count
    years = [year for (year, level) in counts if level > HonourLevel.NONE]
    if not years:
        return []
    every_year = range(min(years), max(years) + 1)
    return [(year, {level: counts[year, level] for level in SHOWN_LEVELS}) for year in every_year]
