"""How often one may ask: the limits of `settings/limits.py`, counted by allauth, and what is answered above them.

They are counted in the cache. While that is away (operations/caches.py) nothing is counted and everybody is answered.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache as remember

# The public module of the same name lets every GET pass, and most of what is limited here is asked for by GET.
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext

APP = "allauth.account"
# What allauth refuses without saying how long: the longest of its own limits for signing in.
SIGN_IN_SECONDS = 300
SAID_IN_MINUTES = 90
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit: `amount` requests in `window` seconds; `seconds` until the oldest counts no more."""

    amount: int
    window: int
    left: int
    seconds: int
    is_exceeded: bool = False


def use_allowance(request: HttpRequest, action: str, *, key: str | None = None) -> Allowance:
    """Count one request for an action of ACCOUNT_RATE_LIMITS; an exceeded limit counts nothing.

    Of several limits the one with the least left is returned.
    """
    counted = {"app": APP, "action": action, "key": key}
    is_allowed = ratelimit.consume(request, limit_get=True, **counted)
    tightest = min(
        (_allowance(request, rate, counted) for rate in ratelimit.get_rates(app=APP, action=action)),
        key=lambda allowance: allowance.left,
    )
    return tightest if is_allowed else replace(tightest, is_exceeded=True)


def is_within_limit(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count one request, and say whether it may be answered."""
    return bool(ratelimit.consume(request, app=APP, action=action, key=key, limit_get=True))


def _allowance(request: HttpRequest, rate: ratelimit.Rate, counted: dict[str, str | None]) -> Allowance:
    moments = cache.get(ratelimit.get_cache_key(request, rate=rate, **counted), [])
    oldest = moments[-1] if moments else time.time()
    return Allowance(
        amount=rate.amount,
        window=int(rate.duration),
        left=max(0, rate.amount - len(moments)),
        seconds=max(1, int(oldest + rate.duration - time.time()) + 1),
    )


class LimitsMiddleware:
    """Count what stands in LIMITED_ADDRESSES, and refuse what is too much with 429 before the view begins."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        action = self.action_of(request)
        if action is None or (action == "search" and not request.GET.get("q")):
            return None
        if action in _of_people() and not request.user.is_authenticated:
            return None  # is led to the door
        allowance = use_allowance(request, action)
        return too_many_requests(request, allowance.seconds) if allowance.is_exceeded else None

    @staticmethod
    def action_of(request):
        """Every list of the back office becomes a file by the same parameter."""
        if "export" in request.GET and request.path_info.startswith("/admin/"):
            return "export"
        return _actions().get((request.method, request.resolver_match.view_name))


@remember
def _actions() -> dict[tuple[str, str], str]:
    """Return the action of each limited address, by method and name."""
    return {
        (method, name): action
        for action, methods in settings.LIMITED_ADDRESSES.items()
        for method, names in methods.items()
        for name in names
    }


@remember
def _of_people() -> set[str]:
    """Return the actions that are counted for who is signed in."""
    return {action for action, rates in settings.ACCOUNT_RATE_LIMITS.items() if rates.endswith("/user")}


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer 429 in the way that was asked: a line of text for htmx, JSON for a script of ours, else a page.

    The page offers to send once more what was typed; files have to be chosen again.
    """
    if request.headers.get("HX-Request"):
        response = HttpResponse(_sentence(seconds), content_type="text/plain; charset=utf-8", status=429)
    elif request.headers.get("Sec-Fetch-Dest") == "empty":  # a browser says so of what a script fetches
        response = JsonResponse({"problem": _sentence(seconds), "code": "limited"}, status=429)
    else:
        response = _page(request, seconds, typed=_typed(request))
    response.headers["Retry-After"] = str(seconds)
    return response


def refused_by_allauth(request: HttpRequest) -> HttpResponse:
    """The page of what allauth refuses, which does not say for how long. What was typed may be a password."""
    response = _page(request, SIGN_IN_SECONDS)
    response.headers["Retry-After"] = str(SIGN_IN_SECONDS)
    return response


def _page(request: HttpRequest, seconds: int, typed: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    context = {"sentence": _sentence(seconds), "typed": typed, "had_files": bool(request.FILES)}
    return render(request, "429.html", context, status=429)


def _sentence(seconds: int) -> str:
    if seconds < SAID_IN_MINUTES:
        text = ngettext("Try again in %(count)s second.", "Try again in %(count)s seconds.", seconds)
        return text % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("Try again in %(count)s minute.", "Try again in %(count)s minutes.", minutes) % {"count": minutes}


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]
