"""What every answer says to browsers, at every address, whoever asks and however it ends."""

from html.parser import HTMLParser

import pytest
from django.urls import path

from home.services.site import set_up_site
from innovation_portal.urls import urlpatterns as all_patterns
from innovation_portal.utils.headers import PERMISSIONS
from tests.access.addresses import addresses
from tests.access.roles import ANONYMOUS, SUPERUSER
from tests.access.table import ROWS, address_of, family_of
from tests.access.test_access import PRINTED, attempt

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
FILE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
ALWAYS = {
    "Permissions-Policy": PERMISSIONS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
# Wagtail's own scripts stand in its pages.
BACK_OFFICE = {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
}


def directives_of(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _space, value in (part.partition(" ") for part in parts)}


def problems_of(response, path) -> list[str]:
    """Say in which headers an answer differs from what its kind must send."""
    found = [name for name, value in ALWAYS.items() if response.headers.get(name) != value]
    directives = directives_of(response)
    expected = dict(part.partition(" ")[::2] for part in PAGE_POLICY.split("; "))
    if path.startswith("/admin/"):
        expected |= BACK_OFFICE
    is_file = directives["default-src"] == "'none'" and "script-src" not in directives
    if is_file:
        expected = dict(part.partition(" ")[::2] for part in FILE_POLICY.split("; "))
        found += ["inline"] if "style-src" in directives and "attachment" in response["Content-Disposition"] else []
        directives = {name: value for name, value in directives.items() if name not in {"style-src", "sandbox"}}
    return found + ([f"policy {directives}"] if directives != expected else [])


class Inline(HTMLParser):
    """Collects what a strict policy would not run: scripts, styles and handlers that stand in the page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_script = tag == "script" and "src" not in given and not given.get("type", "").endswith("json")
        if is_script or tag == "style":
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]


def inline_in(response) -> list[str]:
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    parser = Inline()
    parser.feed(b"".join(response).decode())
    return parser.found


def everywhere(world):
    """Every address of the table, and every one that comes with Wagtail and allauth."""
    for row in ROWS:
        if row.name not in PRINTED:
            yield address_of(row, world)
    for address in addresses():
        family = family_of(address)
        if family is not None:
            yield address.filled(world.things[family.thing] if family.thing else {})


@pytest.mark.once
@pytest.mark.parametrize("role", [ANONYMOUS, SUPERUSER])
def test_every_answer_carries_the_headers_and_no_page_has_anything_inline(world, role):
    wrong, inline, kept = {}, {}, {}
    world.clients[role].raise_request_exception = False  # a fault of Wagtail's is an answer like others here
    for address in sorted(set(everywhere(world))):
        for method in ("get", "post"):
            response, _changed = attempt(world, role, method, address)
            if problems := problems_of(response, address):
                wrong[method, address] = problems
            if not address.startswith("/admin/") and (found := inline_in(response)):
                inline[method, address] = found
            control = response.headers.get("Cache-Control", "")
            if role != ANONYMOUS and "no-store" not in control and not control.startswith("public"):
                kept[method, address] = control

    assert wrong == {}
    assert inline == {}
    assert kept == {}


@pytest.fixture
def site(db):
    return set_up_site()


def broken(request):
    raise RuntimeError


class Broken:
    """The addresses of the portal, and one that fails."""

    urlpatterns = [path("rusak/", broken), *all_patterns]


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, {"path": "/inovasi/?q=%00"}),
        (403, {"path": "/bahasa/", "method": "POST"}),
        (404, {"path": "/tidak-ada/"}),
        (405, {"path": "/ok/", "method": "DELETE"}),
        (413, {"path": "/ok/", "method": "POST", "CONTENT_LENGTH": str(10**12)}),
        (500, {"path": "/rusak/"}),
    ],
)
def test_refusals_and_errors_carry_the_headers(client, settings, site, status, ask):
    settings.ROOT_URLCONF = Broken
    client.raise_request_exception = False
    client.handler.enforce_csrf_checks = status == 403
    method = ask.pop("method", "GET")

    response = client.generic(method, ask.pop("path"), **ask)

    assert response.status_code == status
    assert problems_of(response, "/") == []
    assert inline_in(response) == []


def test_an_unknown_host_gets_the_headers_as_well(client, settings, site):
    settings.ALLOWED_HOSTS = ["inovasi.example.id"]

    response = client.get("/", headers={"host": "lain.example.id"})

    assert response.status_code == 400
    assert problems_of(response, "/") == []


@pytest.mark.django_db
def test_signing_out_clears_what_the_browser_kept(client, operator):
    client.force_login(operator)

    assert "Clear-Site-Data" not in client.get("/keluar/").headers
    assert client.post("/keluar/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_public_page_stays_without_a_rule_for_visitors_and_is_not_kept_for_who_signed_in(client, operator, site):
    assert "Cache-Control" not in client.get("/").headers

    client.force_login(operator)

    assert client.get("/").headers["Cache-Control"] == "private, no-store"
