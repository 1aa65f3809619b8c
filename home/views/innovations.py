"""What the page of an innovation shows, and what stands in its place once it is withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from home.models import InnovationPage
from home.selectors.catalogue import family_of, neighbours
from home.selectors.publication import public_facts
from home.views.structured_data import innovation_data

ALIKE_SHOWN = 4


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


def withdrawn_page(page: InnovationPage, request: HttpRequest) -> HttpResponse:
    """Answer 410: the page was here, says since when it is not, and why in general words."""
    return render(request, "home/withdrawn.html", {"page": page}, status=410)
