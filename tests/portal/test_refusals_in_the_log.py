"""Whoever is turned away, or tries to get around a control, leaves a line in the log (OWASP ASVS 5.0, V16.3)."""

import logging
from io import StringIO

import pytest
from django.test import Client

from home.services.site import set_up_site


@pytest.fixture
def site(db):
    return set_up_site()


def without_rights(client):
    return client.get("/pantau/")


def what_is_not_there(client):
    return client.get("/opd/usulan/999999/")


def without_a_token(client):
    return Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})


def an_unknown_host(client):
    return client.get("/", headers={"host": "lain.example.id"})


def a_zero_byte(client):
    return client.get("/inovasi/?q=%00")


def too_often(client):
    return [client.get("/inovasi/", {"q": "air"}) for _ in range(2)][-1]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (without_rights, 403),
        (what_is_not_there, 404),
        (without_a_token, 403),
        (an_unknown_host, 400),
        (a_zero_byte, 400),
        (too_often, 429),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_refused_stands_in_the_log(client, site, operator, settings, caplog, ask, status):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"search": "1/m/ip"}
    client.force_login(operator)

    with caplog.at_level(logging.WARNING):
        response = ask(client)

    assert response.status_code == status
    assert [record.levelname for record in caplog.records if record.name.startswith("django.")] != []


def test_a_refusal_is_a_line_and_a_fault_says_where_it_was(client, site, operator, monkeypatch):
    [console] = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    monkeypatch.setattr(console, "stream", StringIO())
    client.force_login(operator)

    client.get("/pantau/")
    try:
        raise ValueError("pin")
    except ValueError:
        logging.getLogger("uji").exception("Failed")

    refused, fault, *traceback = console.stream.getvalue().splitlines()
    assert refused[24:] == "WARNING django.request Forbidden (Permission denied): /pantau/"
    assert fault[24:] == "ERROR uji Failed"
    assert (traceback[0], traceback[-1]) == ("Traceback (most recent call last):", "    ValueError: pin")
