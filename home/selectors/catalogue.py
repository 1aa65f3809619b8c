"""The lists of the public catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from home.enums import HonourLevel
from home.models import CatalogueEntry, CatalogueSummary
from home.selectors import search
from home.selectors.facet_counts import Chosen, Counts, counts_of, narrowed, no_counts
from innovation_portal.utils.hashing import hash_of

PER_PAGE = 12
IN_FEED = 30
# What no list shows; a search shows of the first why it has found an entry.
LONG_TEXTS = ("search_text", "stems")
UNREAD_IN_SEARCH = ("stems",)
COUNTS_SECONDS = 300


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
    chosen: Chosen = ()
    order: Order = Order.NEWEST

    @cached_property
    def facets(self) -> dict[str, tuple]:
        return dict(self.chosen)

    @property
    def is_narrowed(self) -> bool:
        return any(self.facets.values())


@dataclass(frozen=True)
class CatalogueList:
    """One page of entries. `counts` is `None` when more entries match than are counted (`is_capped`).

    `missing` are words of a search without results that stand in no entry.
    """

    page: Page
    total: int
    is_capped: bool
    counts: Counts | None
    missing: frozenset[str] = frozenset()


class KnownTotalPaginator(Paginator):
    """Pages over ids whose number is known already, so that nothing is counted twice."""

    def __init__(self, ids: Sequence[int] | QuerySet, total: int, per_page: int):
        super().__init__(ids, per_page)
        self.total = total

    @property
    def count(self):
        return self.total


def catalogue_list(
    query: CatalogueQuery,
    page_number: str | int = 1,
    *,
    per_page: int = PER_PAGE,
    summary: CatalogueSummary | None = None,
) -> CatalogueList:
    """Return one page of the catalogue with the counts of every facet.

    At most six queries, whatever is asked: the summary of the catalogue if it is not given, three that look words up,
    facets, entries of the page. Two if a word stands in no entry.
    """
    words = list(query.words)
    match = search.ranked(words) if words else search.Match([])
    best = match.ids
    unread = UNREAD_IN_SEARCH if words else LONG_TEXTS
    entries = narrowed(search.matching(words), query.chosen).order_by(*ORDERINGS[query.order]).defer(*unread)
    if best is None:
        matches = entries[: search.CAP + 1].count() if query.is_narrowed else search.CAP + 1
        total = min(matches, search.CAP)
        page = KnownTotalPaginator(entries[:total], total, per_page).get_page(page_number)
        return CatalogueList(page, total, is_capped=matches > search.CAP, counts=None)
    if words and not best:
        nothing = KnownTotalPaginator([], 0, per_page).get_page(1)
        return CatalogueList(nothing, 0, is_capped=False, counts=no_counts(), missing=match.missing)
    counts = facet_counts(query, summary)
    total = _total(counts, query)
    if words and query.order == Order.BEST:
        fitting = set(entries.values_list("pk", flat=True) if query.is_narrowed else best)
        page = KnownTotalPaginator([pk for pk in best if pk in fitting], total, per_page).get_page(page_number)
        found = CatalogueEntry.objects.defer(*unread).in_bulk(page.object_list)
        page.object_list = [found[pk] for pk in page.object_list if pk in found]
    elif words:
        page = KnownTotalPaginator(entries, total, per_page).get_page(page_number)
    else:
        page = KnownTotalPaginator(entries.values_list("pk", flat=True), total, per_page).get_page(page_number)
        # An index finds the ids, so that the entries of the pages before are never read.
        shown = CatalogueEntry.objects.filter(pk__in=page.object_list)
        page.object_list = shown.order_by(*ORDERINGS[query.order]).defer(*LONG_TEXTS)
    return CatalogueList(page, total, is_capped=False, counts=counts)


def facet_counts(query: CatalogueQuery, summary: CatalogueSummary | None = None) -> Counts:
    """Count the entries behind each choice of each facet, were it chosen beside the others. At most two queries.

    Those of the whole catalogue stand in its summary; others are remembered until it changes, or for five minutes.
    """
    summary = summary or catalogue_summary()
    if not query.words and not query.is_narrowed:
        return summary.counts
    asked = replace(query, order=Order.NEWEST)
    key = f"catalogue-counts:{summary.number}:{hash_of(repr(asked))}"
    matching = search.matching(list(query.words))
    return cache.get_or_set(key, lambda: counts_of(matching, query.chosen), COUNTS_SECONDS)


def catalogue_summary() -> CatalogueSummary:
    """Return how the catalogue stands now: its number and the counts of every facet over the whole of it."""
    return CatalogueSummary.objects.first() or CatalogueSummary(counts=counts_of(CatalogueEntry.objects.all()))


def catalogue_number() -> int:
    """Return the number that grows whenever an entry changes; 0 before anything was published."""
    return CatalogueSummary.objects.values_list("number", flat=True).first() or 0


def _total(counts: Counts, query: CatalogueQuery) -> int:
    """Any facet's counts sum to the total over what is chosen in it, since they heed every other facet."""
    chosen = query.facets.get("bidang")
    by_field = counts["bidang"]
    return sum(by_field.get(value, 0) for value in chosen) if chosen else sum(by_field.values())


def all_matches(query: CatalogueQuery) -> Iterable[CatalogueEntry]:
    """Return every entry that fits, in the order of the query, with its goals: for a file, read piece by piece."""
    entries = narrowed(search.matching(list(query.words)), query.chosen).order_by(*ORDERINGS[query.order])
    entries = entries.defer(*LONG_TEXTS).prefetch_related("goals")
    best = search.ranked(list(query.words)).ids if query.words and query.order == Order.BEST else None
    if best is None:
        return entries.iterator(chunk_size=1000)
    places = {entry_id: place for place, entry_id in enumerate(best)}
    return sorted(entries, key=lambda entry: places.get(entry.pk, len(places)))


def latest_matches(query: CatalogueQuery) -> list[CatalogueEntry]:
    """Return the entries that fit and came into the catalogue last, with their pages; as many as a feed holds."""
    entries = narrowed(search.matching(list(query.words)), query.chosen)
    return list(entries.defer(*LONG_TEXTS).select_related("page").order_by("-page_id")[:IN_FEED])


def nationally_recognised(limit: int) -> list[CatalogueEntry]:
    """Return the newest entries that were recognised nationally or abroad."""
    entries = CatalogueEntry.objects.filter(honour_level=HonourLevel.NATIONAL)
    return list(entries.defer(*LONG_TEXTS).order_by(*ORDERINGS[Order.HONOUR])[:limit])


def neighbours(entry: CatalogueEntry, limit: int) -> list[CatalogueEntry]:
    """Return entries of the same field (or region, without a field), the own region and high honours first.

    With what a link says: title, address, owner and year.
    """
    others = CatalogueEntry.objects.exclude(pk=entry.pk).order_by(*ORDERINGS[Order.HONOUR])
    others = others.only("title", "url", "agency_name", "year")
    near = list(others.filter(field=entry.field, region=entry.region_id)[:limit])
    if len(near) == limit:
        return near
    # Two queries that an index answers, where one that sorts the region first reads every entry of the field.
    alike = {"field": entry.field} if entry.field else {"region": entry.region_id}
    known = [one.pk for one in near]
    return near + list(others.filter(**alike).exclude(pk__in=known)[: limit - len(near)])
