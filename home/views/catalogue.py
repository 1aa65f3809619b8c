"""What the pages of the catalogue show, as context for their templates."""

from django.http import Http404, HttpRequest

from home.models import InnovationPage
from home.selectors.catalogue import family_of, neighbours
from home.selectors.publication import public_facts
from home.views.listing import Listing
from home.views.structured_data import innovation_data

ALIKE_SHOWN = 4


def catalogue_context(request: HttpRequest) -> dict:
    return {"listing": Listing(request.GET)}


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
        "relatives": [one for one in family if one != entry],
        "alike": neighbours(entry, ALIKE_SHOWN) if entry else [],
    }
