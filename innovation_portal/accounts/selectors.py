from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from innovation_portal.accounts.models import ProviderLink, User
from innovation_portal.utils import clock

UNUSED_AFTER = timedelta(days=365)
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Add `has_second_factor` (a code of an application or a passkey) and `needs_second_factor`, by the policy."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    policy = settings.SECOND_FACTOR_ROLES
    holds_one = Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=policy))
    needs = Q(is_superuser=True) | Q(holds_one) if policy else Value(False)
    return people.annotate(has_second_factor=Exists(factors), needs_second_factor=needs)


def with_provider_link(people: QuerySet[User]) -> QuerySet[User]:
    """Add `has_provider_link`: whether a person signs in by the present identity provider as well."""
    links = ProviderLink.objects.filter(user=OuterRef("pk"), issuer=settings.OIDC_ISSUER)
    return people.annotate(has_provider_link=Exists(links))


def unused_accounts(since: timedelta = UNUSED_AFTER) -> QuerySet[User]:
    """Open accounts whose last sign-in, or whose making where there was none, is so long ago."""
    used_at = Coalesce("last_login", "date_joined")
    return User.objects.filter(is_active=True).alias(used_at=used_at).filter(used_at__lt=clock.now() - since)
