"""The lists of the public catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast

from home.enums import HonourLevel
from home.models import CatalogueEntry
from home.selectors import search
from innovation_portal.utils.hashing import hash_of

PER_PAGE = 12
COUNTS_SECONDS = 300
# Facets by their name in the address, with the column that they narrow.
FACETS = {
    "bidang": "field",
    "pengakuan": "honour_level",
    "keadaan": "life_state",
    "daerah": "region",
    "tahun": "year",
}
Counts = dict[str, dict[str, int]]


class Order(StrEnum):
    BEST = "cocok"
    NEWEST = "baru"
    HONOUR = "pengakuan"
    TITLE = "judul"


ORDERINGS = {
    Order.BEST: ["-year", "-page_id"],
    Order.NEWEST: ["-year", "-page_id"],
    Order.HONOUR: ["-honour_level", "-year", "-page_id"],
    Order.TITLE: ["title", "page_id"],
}


@dataclass(frozen=True)
class CatalogueQuery:
    """What a visitor asks of the catalogue; an empty facet narrows nothing."""

    words: tuple[str, ...] = ()
    chosen: tuple[tuple[str, tuple], ...] = ()
    order: Order = Order.NEWEST

    @cached_property
    def facets(self) -> dict[str, tuple]:
        return dict(self.chosen)

    @property
    def is_narrowed(self) -> bool:
        return any(self.facets.values())


@dataclass(frozen=True)
class CatalogueList:
    """One page of entries. `counts` is `None` when more entries match than are counted (`is_capped`)."""

    page: Page
    total: int
    is_capped: bool
    counts: Counts | None


class KnownTotalPaginator(Paginator):
    """Pages over ids whose number is known already, so that nothing is counted twice."""

    def __init__(self, ids: Sequence[int] | QuerySet, total: int):
        super().__init__(ids, PER_PAGE)
        self.total = total

    @property
    def count(self):
        return self.total


def catalogue_list(query: CatalogueQuery, page_number: str | int = 1) -> CatalogueList:
    """Return one page of the catalogue with the counts of every facet.

    At most five queries, whatever is asked: size of the match, its ranking, facets, ids of the page, entries.
    """
    words = list(query.words)
    best = search.ranked(words) if words else []
    entries = _narrowed(search.matching(words), query).order_by(*ORDERINGS[query.order])
    ids = entries.values_list("pk", flat=True)
    if best is None:
        matches = ids[: search.CAP + 1].count() if query.is_narrowed else search.CAP + 1
        total = min(matches, search.CAP)
        page = KnownTotalPaginator(ids[:total], total).get_page(page_number)
        return CatalogueList(_with_entries(page), total, is_capped=matches > search.CAP, counts=None)
    counts = facet_counts(query)
    if words and query.order == Order.BEST:
        fitting = set(ids if query.is_narrowed else best)
        ids = [entry_id for entry_id in best if entry_id in fitting]
    total = _total(counts, query)
    page = KnownTotalPaginator(ids, total).get_page(page_number)
    return CatalogueList(_with_entries(page), total, is_capped=False, counts=counts)


def _narrowed(entries: QuerySet, query: CatalogueQuery, *, except_for: str = "") -> QuerySet:
    for facet, values in query.chosen:
        if values and facet != except_for:
            entries = entries.filter(**{f"{FACETS[facet]}__in": values})
    return entries


def _with_entries(page: Page) -> Page:
    """Put the entries in the place of their ids: the long texts are read for the shown page only."""
    ids = list(page.object_list)
    entries = CatalogueEntry.objects.defer("search_text").in_bulk(ids)
    page.object_list = [entries[entry_id] for entry_id in ids if entry_id in entries]
    return page


def facet_counts(query: CatalogueQuery) -> Counts:
    """Count the entries behind each choice of each facet, were it chosen beside the others. One query.

    Remembered until the catalogue changes, or for five minutes at most.
    """
    changed_at = CatalogueEntry.objects.aggregate(latest=Max("updated_at"))["latest"]
    asked = replace(query, order=Order.NEWEST)
    key = f"catalogue-counts:{changed_at:%s%f}:{hash_of(repr(asked))}" if changed_at else ""
    return cache.get_or_set(key, lambda: _facet_counts(query), COUNTS_SECONDS) if key else _facet_counts(query)


def _facet_counts(query: CatalogueQuery) -> Counts:
    entries = search.matching(list(query.words))
    rows = [
        _narrowed(entries, query, except_for=facet)
        .order_by()
        .values(facet=Value(facet), value=Cast(column, CharField()))
        .annotate(count=Count("*"))
        .values_list("facet", "value", "count")
        for facet, column in FACETS.items()
    ]
    counts: Counts = {facet: {} for facet in FACETS}
    for facet, value, count in rows[0].union(*rows[1:], all=True):
        counts[facet][value] = count
    return counts


def _total(counts: Counts, query: CatalogueQuery) -> int:
    """Any facet's counts sum to the total over what is chosen in it, since they heed every other facet."""
    chosen = query.facets.get("bidang")
    by_field = counts["bidang"]
    return sum(by_field.get(value, 0) for value in chosen) if chosen else sum(by_field.values())


def catalogue_size() -> Counts:
    """Return the counts of every facet over the whole catalogue."""
    return facet_counts(CatalogueQuery())


def nationally_recognised(limit: int) -> list[CatalogueEntry]:
    """Return the newest entries that were recognised nationally or abroad."""
    entries = CatalogueEntry.objects.filter(honour_level=HonourLevel.NATIONAL)
    return list(entries.defer("search_text").order_by(*ORDERINGS[Order.HONOUR])[:limit])


def neighbours(entry: CatalogueEntry, limit: int) -> list[CatalogueEntry]:
    """Return entries of the same field (or region, without a field), the own region and high honours first."""
    others = CatalogueEntry.objects.exclude(pk=entry.pk).defer("search_text").order_by(*ORDERINGS[Order.HONOUR])
    near = list(others.filter(field=entry.field, region=entry.region_id)[:limit])
    if len(near) == limit:
        return near
    # Two queries that an index answers, where one that sorts the region first reads every entry of the field.
    alike = {"field": entry.field} if entry.field else {"region": entry.region_id}
    known = [one.pk for one in near]
    return near + list(others.filter(**alike).exclude(pk__in=known)[: limit - len(near)])
