"""What the pages of the catalogue show, as context for their templates."""

from django.http import HttpRequest

from home.views.listing import Listing


def catalogue_context(request: HttpRequest) -> dict:
    return {"listing": Listing(request.GET)}
