from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from django.views import View, defaults
from django.views.i18n import JavaScriptCatalog

from innovation_portal.utils.wagtail_words import SCRIPT_WORDS


class EmptyView(View):
    """Answer "ok" through the complete middleware stack: the unit of every speed budget (see docs/performance.md).

    Reads the user, so that a signed-in visitor pays here for session and account as on every other page.
    """

    def get(self, request):
        _ = request.user.is_authenticated
        return HttpResponse("ok", content_type="text/plain")


class BackOfficeWords(JavaScriptCatalog):
    """The words of Wagtail's scripts: its own Indonesian, and from our catalogue what that lacks."""

    packages = ["wagtail.admin"]

    def get_catalog(self):
        return super().get_catalog() | {word: gettext(word) for word in SCRIPT_WORDS}


def page_not_found(request, exception):
    """The page of an address that does not exist; what cannot be read of a form is met when it looks at it first."""
    try:
        return defaults.page_not_found(request, exception)
    except MultiPartParserError:
        return defaults.page_not_found(request, exception)
