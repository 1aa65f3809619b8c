"""The key and the roots that the settings name (see `.env.example`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from asn1crypto import x509
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from judging.signing.keys import Key, KeyUnusable, pkcs11_key, pkcs12_key, read_trust

TIME_STAMP_SECONDS = 15


def has_key() -> bool:
    return bool(settings.SIGNING_PKCS12 or settings.SIGNING_PKCS11_LIBRARY)


@contextmanager
def configured_key() -> Iterator[Key]:
    """Give the portal's key as long as the block lasts. Raises KeyUnusable, also where there is none.

    A test key is refused where the demonstration is not allowed.
    """
    if settings.SIGNING_PKCS12 and settings.SIGNING_PKCS11_LIBRARY:
        raise KeyUnusable("Both SIGNING_PKCS12 and SIGNING_PKCS11_LIBRARY are set; the portal signs with one key.")
    if settings.SIGNING_PKCS12:
        yield _allowed(_pkcs12())
    elif settings.SIGNING_PKCS11_LIBRARY:
        with pkcs11_key(
            str(settings.SIGNING_PKCS11_LIBRARY),
            token=settings.SIGNING_PKCS11_TOKEN,
            label=settings.SIGNING_PKCS11_LABEL,
            pin=settings.SIGNING_PKCS11_PIN,
            timestamper=_time_stamper(),
        ) as key:
            yield _allowed(key)
    else:
        raise KeyUnusable("Neither SIGNING_PKCS12 nor SIGNING_PKCS11_LIBRARY is set.")


def end_of_signing() -> datetime | None:
    """Return when the certificate of the key in a file ends; `None` without one, or where it cannot be read.

    A token stays closed: each wrong PIN counts, and asking often would ask for it often.
    """
    if not settings.SIGNING_PKCS12:
        return None
    try:
        return _pkcs12().signer.signing_cert.not_valid_after
    except KeyUnusable:
        return None


def configured_trust() -> tuple[x509.Certificate, ...]:
    """Return the trusted roots, none where none are set. Raises KeyUnusable when they cannot be read."""
    return read_trust(settings.SIGNING_TRUST) if settings.SIGNING_TRUST else ()


def _pkcs12() -> Key:
    try:
        content = settings.SIGNING_PKCS12.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"{settings.SIGNING_PKCS12} cannot be read.") from error
    return pkcs12_key(content, settings.SIGNING_PKCS12_PASSPHRASE, timestamper=_time_stamper())


def _time_stamper() -> TimeStamper | None:
    if not settings.SIGNING_TSA_URL:
        return None
    return RequestsHTTPTimeStamper(settings.SIGNING_TSA_URL, timeout=TIME_STAMP_SECONDS)


def _allowed(key: Key) -> Key:
    if key.is_test and not settings.DEMONSTRATION_ALLOWED:
        raise KeyUnusable("The key is a self-made test key, which only the demonstration may use.")
    return key
