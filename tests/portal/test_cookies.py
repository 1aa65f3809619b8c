import json
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory
from tests.portal.test_settings import production

COOKIES = ("SESSION", "CSRF", "LANGUAGE", "MESSAGES", "KNOWN_BROWSER")
ABOUT_COOKIES = (
    "import json; from django.conf import settings; "
    "print(json.dumps({name: getattr(settings, name) for name in dir(settings) if '_COOKIE_' in name}))"
)


def visit(client, path, data) -> SimpleCookie:
    """Send a form as behind a proxy that ends TLS; return the cookies that came with the answer."""
    answer = client.post(path, data, secure=True)
    assert answer.status_code == 302
    return answer.cookies


@pytest.mark.django_db
def test_every_cookie_of_production_belongs_to_this_host_alone(tmp_path, settings):
    chosen = json.loads(production(tmp_path, "-c", ABOUT_COOKIES).stdout)
    for name, value in chosen.items():
        setattr(settings, name, value)
    person, client, cookies = UserFactory(), Client(), SimpleCookie()

    cookies.update(client.get("/masuk/", secure=True).cookies)
    cookies.update(visit(client, "/masuk/", {"login": person.email, "password": PASSWORD}))
    cookies.update(visit(client, "/bahasa/", {"language": "en", "next": "/ok/"}))
    client.get("/akun/", secure=True)
    cookies.update({name: one for name, one in visit(client, "/keluar/", {}).items() if one.value})

    about = ("secure", "httponly", "samesite", "path", "domain")
    found = {name: [one[part] for part in about] for name, one in cookies.items()}
    assert found == {chosen[f"{kind}_COOKIE_NAME"]: [True, True, "Lax", "/", ""] for kind in COOKIES}
    assert all(name.startswith("__Host-") for name in found)
