"""The second factor of a person: who must have one, and what they have.

A factor is an authenticator application (TOTP, RFC 6238) or a passkey (WebAuthn level 2). Recovery codes are no factor
of their own: they stand in for a lost one, so a person is done when the codes are kept as well.
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role, has_role
from innovation_portal.utils import clock

# Under the key in the row of the codes; allauth keeps the codes themselves beside it.
KEPT_AT = "kept_at"
FEW_CODES = 3


@dataclass(frozen=True)
class SecondFactor:
    """What a person has: the application, the number of passkeys, and how many recovery codes are unused."""

    has_application: bool
    passkeys: int
    codes_left: int
    are_codes_kept: bool

    @property
    def is_set_up(self) -> bool:
        return self.has_application or self.passkeys > 0

    @property
    def is_done(self) -> bool:
        return self.is_set_up and self.are_codes_kept

    @property
    def has_few_codes(self) -> bool:
        return self.is_done and self.codes_left <= FEW_CODES


def is_second_factor_required(user: User) -> bool:
    """Say whether the policy of `SECOND_FACTOR_ROLES` holds for the user: one of its roles, or a superuser."""
    if not settings.SECOND_FACTOR_ROLES or not user.is_authenticated:
        return False
    return user.is_superuser or has_role(user, *map(Role, settings.SECOND_FACTOR_ROLES))


def second_factor_of(user: User) -> SecondFactor:
    """Return what the user has, by one query."""
    rows = list(Authenticator.objects.filter(user=user))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactor(
        has_application=any(row.type == Authenticator.Type.TOTP for row in rows),
        passkeys=sum(row.type == Authenticator.Type.WEBAUTHN for row in rows),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        are_codes_kept=bool(codes and codes.data.get(KEPT_AT)),
    )


def lacks_second_factor(user: User) -> bool:
    """Say whether the user must set up a second factor, or keep its recovery codes, before anything else."""
    return is_second_factor_required(user) and not second_factor_of(user).is_done


def is_last_required_factor(factor: Authenticator) -> bool:
    """Say whether its owner, who must have a factor, would be left without one."""
    if factor.type == Authenticator.Type.RECOVERY_CODES or not is_second_factor_required(factor.user):
        return False
    others = Authenticator.objects.filter(user=factor.user).exclude(pk=factor.pk)
    return not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


@transaction.atomic
def keep_recovery_codes(user_id: int) -> None:
    """Write down that a person has kept the recovery codes; from then on the portal does not show them any more.

    Again: nothing. Raises `no_codes` where there are none, as after the last factor was removed in another window.
    """
    codes = Authenticator.objects.select_for_update().filter(user=user_id, type=Authenticator.Type.RECOVERY_CODES)
    row = codes.first()
    if row is None:
        raise ValidationError(_("There are no recovery codes. Set up a second factor first."), code="no_codes")
    row.data.setdefault(KEPT_AT, clock.now().isoformat())
    row.save(update_fields=["data"])
