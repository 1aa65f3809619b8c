import pytest

from innovation_portal.accounts.models import ProviderLink
from tests.factories.accounts import UserFactory
from tests.identity_provider import SUBJECT


@pytest.fixture
def rani(db):
    return UserFactory(email="rani@example.id", name="Rani")


@pytest.fixture
def linked(provider, rani):
    ProviderLink.objects.create(user=rani, issuer=provider.issuer, subject=SUBJECT)
    return rani
