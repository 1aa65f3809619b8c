import logging
import re
import traceback
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest, ObjectDoesNotExist, SuspiciousOperation
from django.http import HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_supported_language_variant
from django.views.defaults import bad_request
from modelsearch.backends.base import OrderByFieldError

logger = logging.getLogger(__name__)


class LanguageByChoiceMiddleware:
    """Serve Indonesian unless the visitor chose another language.

    Django's own LocaleMiddleware also obeys the browser's language list. Many offices run English browsers, and their
    officers expect this portal in Indonesian; a choice in the cookie is the only thing that changes it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        try:
            language = get_supported_language_variant(chosen)
        except LookupError:
            language = settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(self.catalogue_of(language, request.path)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def catalogue_of(language, path):
        """Wagtail keeps its Indonesian under the name of the territory, which Django does not look up for `id`."""
        return "id-id" if language == "id" and path.startswith("/admin/") else language


class ZeroByteMiddleware:
    """Refuse an address or cookie with a zero byte, which PostgreSQL fails to look for: that would be our error.

    The interface for programs explains its refusals by itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = (request.path_info, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values())
        if not request.path_info.startswith("/api/") and any("\0" in text for text in asked):
            return HttpResponseBadRequest(content_type="text/plain")
        return self.get_response(request)


class UnreadableFormMiddleware:
    """Refuse a form that cannot be read: too large, too many fields, another encoding than UTF-8.

    Django refuses it as well, and fails then, because the page of its refusal reads the form once more. What comes in
    parts is left alone: a view may keep its files elsewhere, and a second look at it finds it empty.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.content_type == "application/x-www-form-urlencoded":
            try:
                request.POST  # noqa: B018  the first look at it reads it
            except (BadRequest, SuspiciousOperation):
                return HttpResponseBadRequest(content_type="text/plain")
        return self.get_response(request)


class MissingInputMiddleware:
    """Refuse in the back office what lacks a field, or names a row that is not there or by something that is no id.

    No browser sends that, and Wagtail's own views fail at it in many places. Where our code fails, it stays a fault.
    Browsers do send an order that a search cannot give, at which Wagtail fails too: that is shown by what fits best.
    """

    no_id = re.compile(r"Field '\w+' expected a number but got")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view_func, _view_args, _view_kwargs):
        """Wagtail takes an address to go on to that is no path for the name of one, and fails when there is none."""
        if request.path_info.startswith("/admin/"):
            onward = request.POST.get("next") or request.GET.get("next") or "/"
            if not onward.startswith("/"):
                return bad_request(request, BadRequest(onward))
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, OrderByFieldError) and "ordering" in request.GET:
            return redirect(f"{request.path}?{_without(request.GET, 'ordering')}")
        names_nothing = isinstance(exception, (MultiValueDictKeyError, ObjectDoesNotExist))
        names_nothing |= isinstance(exception, ValueError) and bool(self.no_id.match(str(exception)))
        is_wagtails = request.path_info.startswith("/admin/") and _raised_by(exception).startswith("wagtail.")
        if names_nothing and is_wagtails:
            logger.warning("Refused what Wagtail fails at: %s", request.path_info, exc_info=exception)
            return bad_request(request, exception)
        return None


class VanishedPageMiddleware:
    """Ask again for a list from which another visitor deleted a page while Wagtail put it together.

    Wagtail reads the numbers of pages first and the pages then, and fails at a number whose page has gone in between
    (`wagtail.query.SpecificIterable`). The second reading no longer has the number, so this cannot go on for ever.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if request.method == "GET" and isinstance(exception, KeyError) and _raised_by(exception) == "wagtail.query":
            return redirect(request.get_full_path())
        return None


def _raised_by(exception: Exception) -> str:
    """Return the module whose code failed: the innermost that is not Django's own."""
    modules = [frame.f_globals["__name__"] for frame, _line in traceback.walk_tb(exception.__traceback__)]
    return next((name for name in reversed(modules) if not name.startswith("django.")), "")


def _without(query: QueryDict, name: str) -> str:
    kept = query.copy()
    del kept[name]
    return kept.urlencode()


class BodyLimitMiddleware:
    """Refuse a request that is larger than anything the portal accepts, before it fills the disk.

    Forms state smaller limits beside their fields. A request that hides its length has no body for Django.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_BYTES:
            limit = settings.REQUEST_MAX_BYTES
            return render(request, "portal/request_too_large.html", {"limit": limit}, status=413)
        return self.get_response(request)
