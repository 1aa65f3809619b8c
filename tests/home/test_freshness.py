"""What is remembered of the catalogue over real HTTP: never older than the last publish, never somebody else's."""

import re
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.test import Client

from home.services.publishing import withdraw_innovation
from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.home import published_past_innovation

TOKEN = re.compile(r'(csrfmiddlewaretoken" value=")[^"]*')
PATHS = ["/inovasi/", "/inovasi/?q=embun", "/inovasi/?tampilan=tabel&urut=judul", "/inovasi.csv", "/api/v1/inovasi/"]


@pytest.fixture
def fetch(live_server):
    """Return a function that asks the server, as a browser with these cookies, and returns the text."""
    set_up_site()

    def asked(path: str, **cookies: str) -> str:
        connection = HTTPConnection(live_server.url.removeprefix("http://"))
        told = "; ".join(f"{name}={value}" for name, value in cookies.items())
        connection.request("GET", path, headers={"Cookie": told} if told else {})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        assert response.status == 200, text[:300]
        return text

    return asked


def session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_visitor_sees_a_publish_and_a_withdrawal_at_once(fetch):
    published_past_innovation(title="Embun Pertama")
    for path in PATHS:
        fetch(path)
        assert "Pagi Cerah" not in fetch(path)

    page = published_past_innovation(title="Embun Pagi Cerah")
    seen = [path for path in PATHS if "Pagi Cerah" in fetch(path)]
    withdraw_innovation(page.innovation_id)
    gone = [path for path in PATHS if "Pagi Cerah" not in fetch(path)]

    assert (seen, gone) == (PATHS, PATHS)


def test_what_is_remembered_is_never_given_to_somebody_else(fetch):
    published_past_innovation(title="Embun Pagi")
    users = {"sekretaris": UserFactory(roles=[Role.SECRETARIAT]), "juri": UserFactory(roles=[Role.JUDGE])}
    sessions = {name: {settings.SESSION_COOKIE_NAME: session_of(user)} for name, user in users.items()}
    visitors = {"tamu": {}, "guest": {"bahasa": "en"}, **sessions}
    visitors["clerk"] = sessions["sekretaris"] | {"bahasa": "en"}
    alone = {}
    for name, cookies in visitors.items():
        page = published_past_innovation(title=f"Embun {name}")  # nothing is remembered any more
        alone[name] = TOKEN.sub(r"\1", fetch("/inovasi/?q=embun+pagi", **cookies))
        withdraw_innovation(page.innovation_id)

    published_past_innovation(title="Embun terakhir")
    for first in visitors.values():
        fetch("/inovasi/?q=embun+pagi", **first)
        together = {
            name: TOKEN.sub(r"\1", fetch("/inovasi/?q=embun+pagi", **cookies)) for name, cookies in visitors.items()
        }
        assert {name: text == alone[name] for name, text in together.items()} == dict.fromkeys(visitors, True)

    assert len({re.sub(r"<main.*</main>", "", text, flags=re.DOTALL) for text in alone.values()}) >= 4
