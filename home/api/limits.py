"""What a program is told of how often it may still ask."""

from django.http import HttpResponse

from innovation_portal.utils.limits import Allowance


def say_what_is_left(response: HttpResponse, allowance: Allowance) -> None:
    """Write the headers of draft-ietf-httpapi-ratelimit-headers-10, and Retry-After on a refusal."""
    response.headers["RateLimit-Policy"] = f'"alamat";q={allowance.amount};w={allowance.window}'
    response.headers["RateLimit"] = f'"alamat";r={allowance.left};t={allowance.seconds}'
    if allowance.is_exceeded:
        response.headers["Retry-After"] = str(allowance.seconds)
