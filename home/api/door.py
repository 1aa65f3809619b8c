"""What every address of the interface has in common: who may ask, how often, and what an answer says of itself."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from home.api.limits import say_what_is_left
from home.api.problems import problem_response
from home.open_data.licence import licence_of_the_site
from innovation_portal.utils.hashing import hash_of_chunks
from innovation_portal.utils.limits import use_allowance

READING = ("GET", "HEAD")
METHODS = "GET, HEAD, OPTIONS"
KEPT_SECONDS = 60
PREFLIGHT_SECONDS = 24 * 60 * 60
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


def open_to_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let any program and any page of others read what the view answers, within the limit of its address."""

    @csrf_exempt
    @wraps(view)
    def opened(request, *args, **kwargs):
        with translation.override(settings.LANGUAGE_CODE):
            response = _answer(view, request, *args, **kwargs)
        response.headers["Content-Language"] = settings.LANGUAGE_CODE
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Link"] = f'<{licence_of_the_site().alamat}>; rel="license"'
        return response

    return opened


def _answer(view, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in READING:
        response = problem_response(405)
        response.headers["Allow"] = METHODS
        return response
    allowance = use_allowance(request, "open_data")
    response = problem_response(429) if allowance.is_exceeded else _read(view, request, *args, **kwargs)
    say_what_is_left(response, allowance)
    return response


def _preflight() -> HttpResponse:
    """Answer a browser that asks whether a page of others may ask."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response


def _read(view, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Ask the view, which knows GET only; the server leaves the body of a HEAD out."""
    asked, request.method = request.method, "GET"
    response = view(request, *args, **kwargs)
    request.method = asked
    if response.status_code != 200:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    etag = quote_etag(hash_of_chunks([response.content]))
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
