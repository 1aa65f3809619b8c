import factory
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

    name = factory.Sequence(lambda n: f"Pegawai {n}")
    email = factory.Sequence(lambda n: f"pegawai{n}@example.id")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or []:
            self.groups.add(Group.objects.get_or_create(name=Role(role).value)[0])
