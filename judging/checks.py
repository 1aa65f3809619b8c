"""System checks for what an operator can set wrong about signing."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from innovation_portal.utils import clock
from judging.signing.configured import configured_key, configured_trust, end_of_signing
from judging.signing.keys import KeyUnusable

ENDS_SOON = timedelta(days=60)


@register(Tags.security)
def signing_can_work(app_configs, **kwargs):
    """Name every setting of signing that cannot be used. Nothing set is fine: then the portal does not sign."""
    found = [*_of_the_key(), *_of_the_trust()]
    if settings.SIGNING_TSA_URL and urlsplit(settings.SIGNING_TSA_URL).scheme not in ("http", "https"):
        found.append(Error("SIGNING_TSA_URL is no http or https address.", id="judging.E003"))
    return found


@register(Tags.security, deploy=True)
def signing_key_lasts(app_configs, **kwargs):
    """What is signed after the end of the key's certificate is not valid; a new one takes an office weeks.

    A token is not opened, for the reason below.
    """
    ends_at = end_of_signing()
    if ends_at is None or ends_at - clock.now() > ENDS_SOON:
        return []
    return [
        Warning(
            f"The certificate that signs ends on {ends_at:%Y-%m-%d}.",
            hint="Ask its issuer for the next one, and set SIGNING_PKCS12 to it before that day.",
            id="judging.W001",
        )
    ]


def _of_the_key():
    """A token is not opened: each wrong PIN counts, and some lock themselves after three."""
    library = settings.SIGNING_PKCS11_LIBRARY
    if library and not settings.SIGNING_PKCS12:
        names = ("SIGNING_PKCS11_TOKEN", "SIGNING_PKCS11_LABEL", "SIGNING_PKCS11_PIN")
        missing = [name for name in names if not getattr(settings, name)]
        if missing:
            yield Error(f"SIGNING_PKCS11_LIBRARY is set without {', '.join(missing)}.", id="judging.E001")
        if not library.exists():
            yield Error(f"SIGNING_PKCS11_LIBRARY {library} is missing.", id="judging.E001")
    elif settings.SIGNING_PKCS12:
        try:
            with configured_key() as key:
                if not (key.is_test or settings.SIGNING_TRUST):
                    yield Error(
                        "SIGNING_TRUST is not set.",
                        hint="Name the root of the key's issuer, or the portal does not trust its own signature.",
                        id="judging.E002",
                    )
        except KeyUnusable as error:
            yield Error(f"The signing key cannot be used: {error}", id="judging.E001")


def _of_the_trust():
    try:
        configured_trust()
    except KeyUnusable as error:
        yield Error(f"SIGNING_TRUST cannot be used: {error}", id="judging.E002")
