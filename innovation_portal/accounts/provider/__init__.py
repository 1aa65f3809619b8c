"""Sign-in with the identity provider of the government, by OpenID Connect (docs/accounts.md)."""

from django.conf import settings


def is_provider_set() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET)
