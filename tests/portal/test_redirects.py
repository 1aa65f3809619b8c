"""No address that a visitor brings along leads away from the portal, and the server itself fetches none."""

import re
import socket

import pytest
from django.urls import reverse
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.models import PageViewRestriction
from weasyprint.urls import FatalURLFetchingError

from home.services.site import set_up_site
from innovation_portal.utils.pdf import ASSETS, AssetFetcher, print_pdf
from submissions.validators import validate_link
from tests.factories.accounts import PASSWORD, UserFactory

ELSEWHERE = [
    "https://lain.example.id/",
    "http://lain.example.id/",
    "//lain.example.id/",
    "///lain.example.id/",
    "/\\lain.example.id/",
    "\\\\lain.example.id/",
    "\\/lain.example.id/",
    "/\t/lain.example.id/",
    "\n//lain.example.id/",
    "https:lain.example.id",
    "http:///lain.example.id/",
    "https://testserver@lain.example.id/",
    "https://testserver.lain.example.id/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://testserver/",
    "%0a//lain.example.id/",
    "/%0d%0aLocation:%20https://lain.example.id/",
    "https://[::1/",
]


@pytest.fixture
def site(db):
    return set_up_site()


@pytest.fixture
def superuser(db):
    return UserFactory(is_superuser=True, is_staff=True)


def is_ours(url: str) -> bool:
    """Say whether a browser stays here: by how it reads an address, not by how Python does."""
    plain = url.translate({ord(sign): None for sign in "\t\r\n"}).replace("\\", "/").strip()
    return plain.startswith("http://testserver/") or not re.match(r"//|[a-z][a-z0-9+.-]*:", plain, re.IGNORECASE)


def signing_in(client, site, superuser, elsewhere):
    data = {"login": superuser.email, "password": PASSWORD, "next": elsewhere}
    return client.post("/masuk/", data)


def signing_in_by_address(client, site, superuser, elsewhere):
    client.force_login(superuser)
    return client.get("/masuk/", {"next": elsewhere})


def signing_out(client, site, superuser, elsewhere):
    client.force_login(superuser)
    return client.post("/keluar/", {"next": elsewhere})


def confirming(client, site, superuser, elsewhere):
    client.force_login(superuser)
    return client.post("/akun/konfirmasi/", {"password": PASSWORD, "next": elsewhere})


def choosing_a_language(client, site, superuser, elsewhere):
    return client.post("/bahasa/", {"language": "en", "next": elsewhere})


def choosing_a_language_from_elsewhere(client, site, superuser, elsewhere):
    safe = elsewhere.translate({ord(sign): None for sign in "\t\r\n"})
    return client.post("/bahasa/", {"language": "en"}, headers={"referer": safe})


def opening_a_locked_page(client, site, superuser, elsewhere):
    page = site.get_children().first()
    kind = PageViewRestriction.PASSWORD
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="kata")
    url = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    return client.post(url, {"password": "kata", "return_url": elsewhere})


def taking_a_page_down(client, site, superuser, elsewhere):
    client.force_login(superuser)
    return client.post(f"/admin/pages/{site.get_children().first().pk}/unpublish/", {"next": elsewhere})


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask",
    [
        signing_in,
        signing_in_by_address,
        signing_out,
        confirming,
        choosing_a_language,
        choosing_a_language_from_elsewhere,
        opening_a_locked_page,
        taking_a_page_down,
    ],
    ids=lambda ask: ask.__name__,
)
@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=repr)
def test_no_address_leads_elsewhere(client, site, superuser, ask, elsewhere):
    response = ask(client, site, superuser, elsewhere)

    assert response.status_code < 500
    assert is_ours(response.headers.get("Location", "/"))


@pytest.mark.django_db
def test_an_own_address_is_kept(client, site, superuser):
    assert choosing_a_language(client, site, superuser, "/inovasi/?q=air").headers["Location"] == "/inovasi/?q=air"
    assert signing_in(client, site, superuser, "/akun/surel/").headers["Location"] == "/akun/surel/"


@pytest.fixture
def no_network(monkeypatch):
    """Every attempt to reach another machine, this one included, fails and is kept."""
    tried = []

    def refuse(self, address, *_more):
        tried.append(address)
        raise OSError("The network is closed.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_more, **_options: refuse(None, host))
    return tried


@pytest.mark.django_db
def test_an_embed_that_an_editor_names_is_not_fetched(no_network):
    for url in ("https://www.youtube.com/watch?v=abcdefghijk", "http://127.0.0.1:8000/", "file:///etc/passwd"):
        with pytest.raises(EmbedException):
            get_embed(url)

    assert no_network == []


def test_a_link_to_evidence_is_not_fetched(no_network):
    validate_link("https://lain.example.id/bukti.pdf")

    assert no_network == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://lain.example.id/a.png",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "ftp://127.0.0.1/a",
        (ASSETS / "../pdf.py").as_uri().replace("/../", "/%2e%2e/"),
        "file://lain.example.id/share/a.png",
    ],
)
def test_a_printed_page_loads_nothing_but_its_assets(url, no_network, tmp_path):
    with pytest.raises(ValueError, match="may not load"):
        AssetFetcher(tmp_path).fetch(url)
    with pytest.raises(FatalURLFetchingError):
        print_pdf(f'<img src="{url}" alt="">', folder=tmp_path, stylesheets=[], identifier=b"0" * 16)

    assert no_network == []
