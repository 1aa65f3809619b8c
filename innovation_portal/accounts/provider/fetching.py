"""The only requests to the identity provider: to the origin of OIDC_ISSUER, by https, answered in JSON.

No redirect is followed and no other address is asked, whatever the provider's own description names.
"""

import json
from urllib.parse import urlsplit

import requests
from django.conf import settings

from innovation_portal.utils.addresses import origin_of

TIMEOUT = (3, 5)  # seconds to connect, and between two parts of the answer
MOST_BYTES = 256 * 1024
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ProviderAwayError(Exception):
    """The provider does not answer, or not as OpenID Connect says."""


class AnswerRefusedError(Exception):
    """What came back from the provider lets nobody in; the message says why, and names nobody."""


def may_be_asked(address: str) -> bool:
    """Say whether an address belongs to the provider and nobody between can read or change its answer."""
    parts = urlsplit(address)
    is_private = parts.scheme == "https" or (settings.OIDC_LOOPBACK_ALLOWED and parts.hostname in LOOPBACK)
    return is_private and origin_of(address) == origin_of(settings.OIDC_ISSUER)


def fetch(method: str, address: str, **sent) -> dict:
    """Return the JSON object at an address of the provider.

    Raises `AnswerRefusedError` for a POST that is answered by 400 or 401, as a wrong code or secret is; else
    `ProviderAwayError`.
    """
    if not may_be_asked(address):
        raise ProviderAwayError(f"{origin_of(address)} is not the provider's own address by https")
    try:
        with requests.request(method, address, timeout=TIMEOUT, allow_redirects=False, stream=True, **sent) as answer:
            body = _read(answer)
    except (requests.RequestException, ValueError) as error:
        raise ProviderAwayError(f"{type(error).__name__} from {method} {address}") from error
    if method == "POST" and answer.status_code in {400, 401}:
        raise AnswerRefusedError(f"the provider refused the code with {answer.status_code}")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if answer.status_code != requests.codes.ok or not isinstance(found, dict):
        raise ProviderAwayError(f"{answer.status_code} from {method} {address}")
    return found


def _read(answer: requests.Response) -> bytes:
    body = b""
    for piece in answer.iter_content(16 * 1024):
        body += piece
        if len(body) > MOST_BYTES:
            raise ValueError("the answer is too long")
    return body
