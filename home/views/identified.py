"""What stands at the lasting address of an innovation, `/i/<code>/`."""

from django.http import Http404
from django.shortcuts import redirect
from django.views import View

from home.identifiers import innovation_id_of
from home.models import InnovationPage
from home.views.innovations import withdrawn_page


def page_of(code: str) -> InnovationPage:
    """Return the page of a code, live or withdrawn; one that an editor took down or restricted does not exist."""
    page = InnovationPage.objects.filter(innovation=innovation_id_of(code)).first()
    if page is None or page.get_view_restrictions() or not (page.live or page.is_withdrawn):
        raise Http404
    return page


class ShortAddress(View):
    """Lead on to the page. Not for ever: the address behind it may change, this one may not."""

    http_method_names = ["get", "head"]

    def get(self, request, code):
        page = page_of(code)
        return withdrawn_page(page, request) if page.is_withdrawn else redirect(page.get_url(request))
