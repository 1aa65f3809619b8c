"""Ways through the door of the identity provider, as a browser takes them."""

from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from tests.identity_provider import SUBJECT


def begin(client, way="provider-sign-in", **data) -> str:
    """Press a button that leads to the provider; return the address there."""
    led = client.post(reverse(f"accounts:{way}"), data)
    assert led.status_code == 302, led.content.decode()
    return led.url


def asked_at(address) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def come_back(client, address):
    """Open what the provider sends the browser to."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client, provider, subject=SUBJECT, way="provider-sign-in", **data):
    return come_back(client, provider.sign_in(begin(client, way, **data), subject))


def who(client) -> int | None:
    """Return the number of the person who is signed in."""
    number = client.session.get(SESSION_KEY)
    return number and int(number)


def heading(response) -> str:
    return BeautifulSoup(response.content, "html.parser").h1.get_text(strip=True)


def letters() -> list[tuple[str, str]]:
    """Return to whom the portal has written, and the subjects."""
    return list(OutgoingMessage.objects.order_by("pk").values_list("recipient__email", "subject"))
