import pytest


@pytest.fixture
def office(client, secretary):
    """A browser in which the secretariat is signed in."""
    client.force_login(secretary)
    return client
