import pytest

from home.services.site import set_up_site
from tests.factories.home import awarded_page, published_past_innovation


@pytest.fixture
def site(db):
    return set_up_site()


@pytest.fixture
def told(client):
    """Return a function that asks the interface and returns what it tells, after checking that it went well."""

    def ask(path, **query):
        response = client.get(path if path.startswith("/") else f"/api/v1/{path}", query)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def awarded(site):
    return awarded_page(version__title="Antrean dari Rumah")


@pytest.fixture
def past(site):
    return published_past_innovation(title="Apem Asi", award="KIPP nasional - Top 45", year=2019)
