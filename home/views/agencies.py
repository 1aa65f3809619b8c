from itertools import groupby
from operator import attrgetter
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest

from home.forms import AgencySearchForm
from home.selectors.agencies import innovation_counts, profile_of, public_agencies, regions_of_public_agencies
from submissions.selectors.context import context_of_agency

PER_PAGE = 60


def agencies_context(request: HttpRequest) -> dict:
    form = AgencySearchForm(request.GET)
    asked = form.asked()
    page_obj = Paginator(public_agencies(**asked), PER_PAGE).get_page(request.GET.get("page"))
    counts = innovation_counts(agency.pk for agency in page_obj)
    return {
        "page_obj": page_obj,
        "groups": [
            (region, [(agency, quote(agency.code), counts.get(agency.pk, 0)) for agency in agencies])
            for region, agencies in groupby(page_obj, key=attrgetter("region"))
        ],
        "asked": asked,
        "regions": regions_of_public_agencies(),
    }


def profile_context(code: str) -> dict | None:
    profile = profile_of(code)
    return profile and {
        "profile": profile,
        "agency": profile.agency,
        "context": context_of_agency(profile.agency),
    }
