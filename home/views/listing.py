"""A page of the catalogue as its template reads it."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import get_language

from home.enums import Display
from home.forms import ORDER_LABELS, CatalogueForm
from home.models import CatalogueSummary
from home.selectors.catalogue import (
    PER_PAGE,
    CatalogueList,
    CatalogueQuery,
    Order,
    catalogue_list,
    catalogue_summary,
)
from home.selectors.search import CAP, corrected
from home.selectors.snippets import Result, explained
from home.views.facets import Filters
from innovation_portal.utils.hashing import hash_of

PER_PAGE_OF = {Display.CARDS: PER_PAGE, Display.TABLE: 2 * PER_PAGE}


@dataclass(frozen=True)
class Listing:
    """What the catalogue answers to one address.

    Its parts are worked out when the template asks for them. Nothing in it depends on who asks.
    """

    address: QueryDict

    @cached_property
    def form(self) -> CatalogueForm:
        return CatalogueForm(self.address)

    @cached_property
    def summary(self) -> CatalogueSummary:
        return catalogue_summary()

    @cached_property
    def asked(self) -> CatalogueQuery:
        """The query as it was typed."""
        return self.form.query()

    @property
    def typed(self) -> str:
        return " ".join(self.asked.words)

    @cached_property
    def _answer(self) -> tuple[CatalogueQuery, CatalogueList]:
        """The query that is shown and its results: of words that find nothing, the nearest that find something."""
        found = self._list(self.asked)
        if not found.missing or self.form.is_exact:
            return self.asked, found
        words = corrected(list(self.asked.words), found.missing)
        if words:
            meant = CatalogueQuery(tuple(words.split()), self.asked.chosen, self.asked.order)
            found_instead = self._list(meant)
            if found_instead.total:
                return meant, found_instead
        return self.asked, found

    def _list(self, query: CatalogueQuery) -> CatalogueList:
        return catalogue_list(
            query, self.address.get("page", 1), per_page=PER_PAGE_OF[self.display], summary=self.summary
        )

    @property
    def query(self) -> CatalogueQuery:
        return self._answer[0]

    @property
    def found(self) -> CatalogueList:
        return self._answer[1]

    @property
    def words(self) -> str:
        return " ".join(self.query.words)

    @property
    def is_corrected(self) -> bool:
        return self.query != self.asked

    @cached_property
    def results(self) -> list[Result]:
        return explained(self.found.page, self.query.words)

    @property
    def size(self) -> int:
        """How many innovations the catalogue holds."""
        return sum(self.summary.counts["bidang"].values())

    @property
    def cap(self) -> int:
        return CAP

    @property
    def filters_key(self) -> str:
        """Tells apart what the filters and the map say, which are drawn once for all pages of a search."""
        return hash_of([get_language(), self._address_without("page"), self.summary.number])

    @cached_property
    def filters(self) -> Filters:
        address = self.address
        if self.is_corrected:  # what is chosen next goes on from the words that found something
            address = self.address.copy()
            address["q"] = self.words
        return Filters(self.query, self.found.counts, self.summary.counts, address, self.form.agency_search)

    @property
    def order(self) -> Order:
        return self.query.order

    @property
    def orders(self) -> list[tuple[Order, str]]:
        return [(order, label) for order, label in ORDER_LABELS.items() if self.asked.words or order != Order.BEST]

    @cached_property
    def display(self) -> Display:
        return self.form.display

    @property
    def is_table(self) -> bool:
        return self.display == Display.TABLE

    @property
    def file_query(self) -> str:
        """The address of the same results as a file, without what only a page has."""
        address = self._address_without("page", "tampilan", "cari_opd")
        return f"?{address}" if address else ""

    def _address_without(self, *names: str) -> str:
        address = self.address.copy()
        for name in names:
            address.pop(name, None)
        return address.urlencode()
