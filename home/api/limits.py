"""How often one address may ask, by the limits that guard the check of certificates too."""

import time
from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

LIMITED = {"app": "allauth.account", "action": "open_data"}


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit: `amount` requests in `window` seconds; `seconds` until the oldest counts no more."""

    amount: int
    window: int
    left: int
    seconds: int
    is_exceeded: bool


def use_allowance(request: HttpRequest) -> Allowance:
    """Count one request of this network address; an exceeded limit counts nothing."""
    is_exceeded = not ratelimit.consume(request, limit_get=True, **LIMITED)
    [rate] = ratelimit.get_rates(**LIMITED)
    moments = cache.get(ratelimit.get_cache_key(request, rate=rate, **LIMITED), [])
    oldest = moments[-1] if moments else time.time()
    return Allowance(
        amount=rate.amount,
        window=int(rate.duration),
        left=max(0, rate.amount - len(moments)),
        seconds=max(1, int(oldest + rate.duration - time.time()) + 1),
        is_exceeded=is_exceeded,
    )


def say_what_is_left(response: HttpResponse, allowance: Allowance) -> None:
    """Write the headers of draft-ietf-httpapi-ratelimit-headers-10, and Retry-After on a refusal."""
    response.headers["RateLimit-Policy"] = f'"alamat";q={allowance.amount};w={allowance.window}'
    response.headers["RateLimit"] = f'"alamat";r={allowance.left};t={allowance.seconds}'
    if allowance.is_exceeded:
        response.headers["Retry-After"] = str(allowance.seconds)
