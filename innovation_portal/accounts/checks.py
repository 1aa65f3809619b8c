"""System checks for what an operator can forget about accounts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register

from innovation_portal.accounts.provider.fetching import may_be_asked
from innovation_portal.accounts.roles import Role

PROVIDER = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs, **kwargs):
    """The demonstration does without; a portal with real accounts asks more of its office and judges."""
    if settings.SECOND_FACTOR_ROLES:
        return []
    return [
        Error(
            "SECOND_FACTOR_ROLES is empty: a password alone opens the back office and the scores.",
            hint="Leave the variable out for the usual roles, or name those that sign in with a second factor.",
            id="portal.E050",
        )
    ]


@register(Tags.security)
def second_factor_roles_exist(app_configs, **kwargs):
    unknown = [name for name in settings.SECOND_FACTOR_ROLES if name not in Role.values]
    if not unknown:
        return []
    return [
        Error(
            f"SECOND_FACTOR_ROLES names what is no role: {', '.join(unknown)}.",
            hint=f"The roles are {', '.join(Role.values)}; separated by commas, without spaces around them.",
            id="portal.E051",
        )
    ]


@register(Tags.security)
def identity_provider_is_whole(app_configs, **kwargs):
    """One that is half set has no button, and nobody would know why."""
    missing = [name for name in PROVIDER if not getattr(settings, name)]
    named = [
        name for name in (*PROVIDER, "OIDC_LINKS_BY_ADDRESS", "OIDC_SECOND_FACTOR_AMR") if getattr(settings, name)
    ]
    if not (missing and named):
        return []
    return [
        Error(
            f"There is no identity provider: {', '.join(named)} without {', '.join(missing)}.",
            hint="Set all of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or none.",
            id="portal.E052",
        )
    ]


@register(Tags.security)
def identity_provider_is_private(app_configs, **kwargs):
    """Whoever can change its answers on the way signs in as anybody."""
    issuer = urlsplit(settings.OIDC_ISSUER)
    is_plain = not (issuer.query or issuer.fragment or issuer.username)
    if not settings.OIDC_ISSUER or (issuer.hostname and is_plain and may_be_asked(settings.OIDC_ISSUER)):
        return []
    return [
        Error(
            "OIDC_ISSUER is no https:// address, or has a user, a query or a fragment.",
            hint="Copy `issuer` from the provider's /.well-known/openid-configuration, letter by letter.",
            id="portal.E053",
        )
    ]
