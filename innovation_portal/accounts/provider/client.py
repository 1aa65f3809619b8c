"""Asking the identity provider who somebody is: OpenID Connect Core 1.0, code flow, with state, nonce and PKCE.

allauth brings a client too. It sends no nonce and does not check the signature of a token that it fetched by itself,
and both are asked for here (OWASP ASVS 5.0, 6.8.2 and 10.5.1; docs/decisions/0025).
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from innovation_portal.accounts.provider.attempts import Attempt
from innovation_portal.accounts.provider.fetching import AnswerRefusedError, ProviderAwayError, fetch, may_be_asked
from innovation_portal.utils import clock

DESCRIPTION = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
REMEMBERED_SECONDS = 60 * 60
KEYS_AGAIN_SECONDS = 60  # an unknown key may be a new one; who sends forged ones does not keep the provider busy
CLOCKS_WITHIN = 60  # seconds that the provider's clock may differ
# Signatures alone, of keys that only the provider holds.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
SUBJECT_LENGTH = 255  # OpenID Connect Core 1.0, section 2


@dataclass(frozen=True)
class Identity:
    """Whom the provider has let in: `email` only where it verified it, `signed_in_at` as seconds since 1970."""

    subject: str
    email: str
    signed_in_at: float
    has_second_factor: bool


def address_to_sign_in(attempt: Attempt) -> str:
    """Return the provider's address at which a person signs in for this attempt. Raises `ProviderAwayError`."""
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": _address_to_come_back(),
        "scope": "openid email" if settings.OIDC_LINKS_BY_ADDRESS else "openid",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    if attempt.is_fresh:
        asked |= {"prompt": "login", "max_age": "0"}
    door = _description()["authorization_endpoint"]
    return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"


def identity_of(code: str, attempt: Attempt) -> Identity:
    """Return whom the provider let in, by the code that came back.

    Raises `ProviderAwayError`, `AnswerRefusedError`.
    """
    token = _token_for(code, attempt)
    try:
        claims = jwt.decode(
            token,
            _key_of(token),
            algorithms=ALGORITHMS,
            issuer=settings.OIDC_ISSUER,
            audience=settings.OIDC_CLIENT_ID,
            # The times are compared below, by the clock of the portal.
            options={
                "require": list(REQUIRED),
                "enforce_minimum_key_length": True,
                **dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf"), False),
            },
        )
    except (jwt.PyJWTError, ValueError) as error:
        raise AnswerRefusedError(f"the token is not valid ({type(error).__name__})") from error
    problem = _problem_of(claims, attempt)
    if problem:
        raise AnswerRefusedError(problem)
    is_verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
    return Identity(
        subject=claims["sub"],
        email=claims["email"] if is_verified else "",
        signed_in_at=min(_number(claims.get("auth_time")), clock.now().timestamp()),
        has_second_factor=_has_second_factor(claims),
    )


def _problem_of(claims: dict, attempt: Attempt) -> str:
    """Say what of a signed token of this provider does not fit the attempt, "" where all does."""
    now, since = clock.now().timestamp(), attempt.began_at - CLOCKS_WITHIN
    if claims["nonce"] != attempt.nonce:
        return "the token answers another attempt"
    if claims["aud"] not in (settings.OIDC_CLIENT_ID, [settings.OIDC_CLIENT_ID]):
        return "the token is for others as well"
    if _number(claims["exp"]) < now - CLOCKS_WITHIN or _number(claims.get("nbf")) > now + CLOCKS_WITHIN:
        return "the token is not valid now"
    if not since <= _number(claims["iat"]) <= now + CLOCKS_WITHIN:
        return "the token was not made during the attempt"
    if not 0 < len(claims["sub"]) <= SUBJECT_LENGTH:
        return "the token names nobody"
    if attempt.is_fresh and _number(claims.get("auth_time")) < since:
        return "the provider did not ask the person anew"
    return ""


def _number(value) -> float:
    is_number = isinstance(value, int) or (isinstance(value, float) and isfinite(value))
    return value if is_number else 0


def _has_second_factor(claims: dict) -> bool:
    """Say whether the provider names one of the ways that count as a second factor (RFC 8176)."""
    ways = claims.get("amr")
    named = [*(ways if isinstance(ways, list) else []), claims.get("acr")]
    return any(way in named for way in settings.OIDC_SECOND_FACTOR_AMR)


def _address_to_come_back() -> str:
    return settings.PORTAL_ADDRESS.rstrip("/") + reverse("accounts:provider-answer")


def _description() -> dict:
    """Return what the provider says of itself, remembered for an hour."""
    address = settings.OIDC_ISSUER.rstrip("/") + DESCRIPTION
    found = cache.get(address)
    if found is None:
        found = fetch("GET", address)
        if found.get("issuer") != settings.OIDC_ISSUER:
            raise ProviderAwayError("the provider calls itself by another name than OIDC_ISSUER")
        if not all(may_be_asked(str(found.get(name, ""))) for name in ENDPOINTS):
            raise ProviderAwayError("the provider names addresses that are not its own, or without https")
        cache.set(address, found, REMEMBERED_SECONDS)
    return found


def _token_for(code: str, attempt: Attempt) -> str:
    """Give the code back for the ID token; what else comes with it is dropped."""
    description = _description()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _address_to_come_back(),
        "code_verifier": attempt.verifier,
    }
    who = (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    # Without a word the header is meant (OpenID Connect Discovery 1.0, section 3), with both parts quoted (RFC 6749).
    ways = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    by_header = "client_secret_basic" in ways
    if not by_header:
        sent |= dict(zip(("client_id", "client_secret"), who, strict=True))
    auth = tuple(quote(part, safe="") for part in who) if by_header else None
    token = fetch("POST", description["token_endpoint"], data=sent, auth=auth).get("id_token")
    if not isinstance(token, str):
        raise AnswerRefusedError("the provider gave no ID token")
    return token


def _key_of(token: str) -> jwt.PyJWK:
    """Return the provider's key that signed a token. A name that is unknown is looked for again once a minute."""
    name = jwt.get_unverified_header(token).get("kid")
    found = _keys_by_name(name, _keys())
    if len(found) != 1 and cache.add(f"{_description()['jwks_uri']}:again", True, KEYS_AGAIN_SECONDS):
        found = _keys_by_name(name, _keys(is_again=True))
    if len(found) != 1:
        raise AnswerRefusedError("the token is signed by an unknown key")
    return found[0]


def _keys_by_name(name: str | None, keys: list[jwt.PyJWK]) -> list[jwt.PyJWK]:
    return [key for key in keys if name is None or key.key_id == name]


def _keys(*, is_again: bool = False) -> list[jwt.PyJWK]:
    """Return the keys by which the provider signs, remembered for an hour."""
    address = _description()["jwks_uri"]
    found = None if is_again else cache.get(address)
    if found is None:
        found = fetch("GET", address)
        cache.set(address, found, REMEMBERED_SECONDS)
    keys = jwt.PyJWKSet.from_dict(found).keys
    return [key for key in keys if key.public_key_use in (None, "sig") and key.algorithm_name in ALGORITHMS]
