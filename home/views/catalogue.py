"""What the pages of the catalogue show, as context for their templates."""

from django.http import HttpRequest

from home.forms import ORDER_LABELS, CatalogueForm
from home.selectors.catalogue import Order, catalogue_list, catalogue_size
from home.selectors.search import CAP, corrected
from home.views.facets import Filters


def catalogue_context(request: HttpRequest) -> dict:
    query = CatalogueForm(request.GET).query()
    found = catalogue_list(query, request.GET.get("page", 1))
    whole = catalogue_size()
    return {
        "search_text": " ".join(query.words),
        "found": found,
        "page_obj": found.page,
        "size": sum(whole["bidang"].values()),
        "cap": CAP,
        "filters": Filters(query, found.counts, whole, request.GET),
        "order": query.order,
        "orders": [(order, label) for order, label in ORDER_LABELS.items() if query.words or order != Order.BEST],
        "correction": "" if found.total else corrected(list(query.words)),
    }
