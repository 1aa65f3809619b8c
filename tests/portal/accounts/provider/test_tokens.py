"""Only a token of this provider, for this portal and this attempt, signed by its key and still valid, lets anybody in.

The proxy before the provider is the attacker on the line, or a provider gone wrong: it puts another token in place.
"""

import json
from base64 import urlsafe_b64encode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from tests.identity_provider import KEYS, TOKEN
from tests.portal.accounts.provider.ways import heading, sign_in, who

pytestmark = pytest.mark.django_db
PAST, FUTURE = 1_700_000_000, 4_000_000_000  # 2023 and 2096
NAME = "kunci-2"


@pytest.fixture(scope="module")
def key():
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def forge(provider):
    """Return a function that has `make` write the token, of the claims and the token that the provider gave."""

    def forge(make):
        def change(said):
            claims = jwt.decode(said["id_token"], options={"verify_signature": False})
            return said | {"id_token": make(claims, said["id_token"])}

        provider.changed[TOKEN] = change

    return forge


def publish(provider, key, **about):
    """Let the provider name this key as its only one."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    provider.changed[KEYS] = lambda said: {"keys": [public | {"kid": NAME, "use": "sig", "alg": "RS256"} | about]}


def part(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def signed(claims, key, **header):
    """Write a token as it is told, whatever it says; PyJWT would refuse some claims and keys."""
    head = {"alg": "RS256", "typ": "JWT", "kid": NAME} | header
    text = ".".join(part(json.dumps(each).encode()) for each in (head, claims))
    return f"{text}.{part(key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def outcome(client, provider):
    page = sign_in(client, provider)
    return page.status_code, who(client)


REFUSED = (400, None)


def test_a_refusal_says_what_happened_and_nothing_else(client, provider, linked, forge, key):
    forge(lambda claims, token: signed(claims, key))

    page = sign_in(client, provider)

    assert (page.status_code, heading(page)) == (400, "Jawaban SSO Uji tidak diterima")
    assert who(client) is None


def test_the_provider_may_sign_by_a_new_key(client, provider, linked, forge, key):
    assert outcome(client, provider) == (302, linked.pk)
    client.post("/keluar/")
    publish(provider, key)
    forge(lambda claims, token: signed(claims, key))

    assert outcome(client, provider) == (302, linked.pk)
    assert provider.asked().count(KEYS) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "lain"},
        {"nonce": ""},
        {"nonce": None},
        {"aud": "portal-lain"},
        {"aud": ["portal", "portal-lain"]},
        {"aud": []},
        {"aud": None},
        {"iss": "https://lain.example.id"},
        {"iss": None},
        {"exp": PAST},
        {"exp": None},
        {"exp": "besok"},
        {"exp": float("nan")},
        {"nbf": FUTURE},
        {"iat": PAST},
        {"iat": FUTURE},
        {"iat": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"sub": None},
    ],
    ids=lambda change: json.dumps(change)[:40],
)
def test_a_signed_token_that_says_something_else_is_refused(client, provider, linked, forge, key, change):
    publish(provider, key)
    forge(lambda claims, token: signed(claims | change, key))

    assert outcome(client, provider) == REFUSED


FORGERIES = {
    "another key": lambda claims, token, key: signed(claims, key, **{"kid": None} | jwt.get_unverified_header(token)),
    "an unknown name": lambda claims, token, key: signed(claims, key),
    "no signature": lambda claims, token, key: jwt.encode(claims, None, "none"),
    "the secret": lambda claims, token, key: jwt.encode(claims, "kain:uji & lain".ljust(32, "-"), "HS256"),
    "half of it changed": lambda claims, token, key: ".".join(
        [token.split(".")[0], signed(claims | {"sub": "lain"}, key).split(".")[1], token.split(".")[2]]
    ),
    "no token": lambda claims, token, key: "",
    "no text": lambda claims, token, key: {"sub": claims["sub"]},
    "its own key": lambda claims, token, key: signed(
        claims, key, jwk=json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_is_refused(client, provider, linked, forge, key, forgery):
    forge(lambda claims, token: FORGERIES[forgery](claims, token, key))

    assert outcome(client, provider) == REFUSED


def test_a_key_that_is_too_short_is_refused(client, provider, linked, forge):
    short = generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  what is wrong with it is tried here
    publish(provider, short)
    forge(lambda claims, token: signed(claims, short))

    assert outcome(client, provider) == REFUSED


@pytest.mark.parametrize("about", [{"use": "enc"}, {"alg": "PS256"}, {"kid": "lain"}])
def test_a_key_for_something_else_is_refused(client, provider, linked, forge, key, about):
    publish(provider, key, **about)
    forge(lambda claims, token: signed(claims, key))

    assert outcome(client, provider) == REFUSED


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": "semua"}, {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}])
def test_without_keys_nobody_gets_in(client, provider, linked, keys):
    provider.changed[KEYS] = lambda said: keys

    assert outcome(client, provider) == REFUSED


def test_unknown_keys_are_looked_for_once_a_minute(client, provider, linked, forge, key):
    forge(lambda claims, token: signed(claims, key))

    assert [outcome(client, provider) for _time in range(3)] == [REFUSED] * 3
    assert provider.asked().count(KEYS) == 2
