import pytest

from judging.pdf import print_certificate
from tests.factories.certificates import certificate_payload
from tests.factories.signing import Issuer


@pytest.fixture(scope="session")
def issuer():
    """The issuer that the portal trusts."""
    return Issuer()


@pytest.fixture(scope="session")
def official(issuer):
    return issuer.signing_key()


@pytest.fixture(scope="session")
def paper() -> bytes:
    return print_certificate(certificate_payload())
