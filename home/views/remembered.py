"""A page that is made once for all visitors who are not signed in."""

import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from home.selectors.catalogue import catalogue_number
from innovation_portal.utils.hashing import hash_of

PAGES = "pages"
REMEMBERED_SECONDS = 60
# The form of the language carries a token of its visitor on every page.
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


def remembered_with_catalogue(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Remember what a view answers until the catalogue changes, and for a minute at most.

    Only of visitors without any cookie that makes them somebody, by language and whole address, and never with a
    token: each visitor gets one of the own.
    """

    @wraps(view)
    def remembering(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "GET" or _is_somebody(request):
            return view(request, *args, **kwargs)
        key = f"page:{hash_of([request.build_absolute_uri(), get_language(), catalogue_number()])}"
        pages = caches[PAGES]
        body = pages.get(key)
        if body is None:
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            if response.status_code == 200:
                pages.set(key, TOKEN.sub(rb"\1", response.content), REMEMBERED_SECONDS)
            return response
        token = get_token(request).encode()
        return HttpResponse(TOKEN.sub(rb"\g<1>" + token, body))

    return remembering


def _is_somebody(request: HttpRequest) -> bool:
    """Say whether a cookie tells this visitor from others: who is signed in, or has messages waiting."""
    return not request.COOKIES.keys().isdisjoint({settings.SESSION_COOKIE_NAME, settings.MESSAGES_COOKIE_NAME})
