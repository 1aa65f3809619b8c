import pytest

from home.services.site import set_up_site


@pytest.fixture
def site(db):
    """The page tree of a fresh portal; returns the home page."""
    return set_up_site()
