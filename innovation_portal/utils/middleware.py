from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_supported_language_variant


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


class FormCharsetMiddleware:
    """Refuse a form that is not in UTF-8. Django does so when it reads it, and fails when its answer reads it too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        charset = (request.encoding or "utf-8").lower()
        if request.content_type == "application/x-www-form-urlencoded" and charset != "utf-8":
            return HttpResponseBadRequest(content_type="text/plain")
        return self.get_response(request)


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
