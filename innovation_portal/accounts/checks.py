"""System checks for what an operator can forget about accounts."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from innovation_portal.accounts.roles import Role


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
