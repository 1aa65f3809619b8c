"""What the pages of the catalogue show, as context for their templates."""

from django.http import Http404, HttpRequest

from home.forms import ORDER_LABELS, CatalogueForm
from home.models import InnovationPage
from home.selectors.catalogue import Order, catalogue_list, catalogue_size, family_of, neighbours
from home.selectors.publication import public_facts
from home.selectors.search import CAP, corrected
from home.selectors.voice import voice_of
from home.views.facets import Filters
from home.views.structured_data import innovation_data

ALIKE_SHOWN = 4


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


def innovation_context(page: InnovationPage) -> dict:
    facts = public_facts([page.innovation_id]).get(page.innovation_id)
    if facts is None:
        raise Http404  # the facts were taken back and the task that takes the page down is still to come
    family = family_of(facts.innovation)
    entry = next((one for one in family if one.page_id == page.pk), None)
    return {
        "facts": facts,
        "entry": entry,
        "structured_data": innovation_data(page, facts),
        "voice": voice_of(facts.innovation),
        "relatives": [one for one in family if one != entry],
        "alike": neighbours(entry, ALIKE_SHOWN) if entry else [],
    }
