import factory
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role

PASSWORD = "kain-batik-yang-rapi"


class UserFactory(DjangoModelFactory):
    """A person; `UserFactory(roles=[Role.JUDGE])` grants roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Pegawai {n:05}")
    email = factory.Sequence(lambda n: f"pegawai{n:05}@example.id")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or []:
            self.groups.add(Group.objects.get_or_create(name=Role(role).value)[0])


def authenticator_code(secret: str) -> str:
    """Return what an authenticator application shows now; the one before is taken as well (MFA_TOTP_TOLERANCE)."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))
