"""What visitors, browsers and programs are answered while the database is away."""

import json

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from innovation_portal.operations import database

REFUSED = OperationalError('connection to server at "10.0.0.5", port 5432 failed: Connection refused')


@pytest.fixture
def away(db, monkeypatch):
    """Every query of this process fails as it does where nothing listens."""

    def refuse(*args, **kwargs):
        raise REFUSED

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        patch.setattr(connection, "chunked_cursor", refuse)
        yield


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (REFUSED, True),
        (InterfaceError("connection already closed"), True),
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError("no such table: home_page"), False),
        (ProgrammingError('relation "home_page" does not exist'), False),
        (ValueError("rusak"), False),
        (None, False),
    ],
)
def test_only_what_may_work_in_a_moment_counts_as_away(error, expected):
    assert database.is_database_away(error) is expected


@pytest.mark.parametrize("path", ["/", "/inovasi/", "/masuk/", "/opd/1/", "/admin/"])
def test_every_page_says_when_to_come_back(visitor, away, path):
    visitor.cookies["sessionid"] = "a" * 32

    response = visitor.get(path)

    page = response.content.decode()
    told = response.status_code, response["Retry-After"], response["Cache-Control"]
    assert told == (503, "30", "private, no-store")
    assert "Portal segera kembali" in page
    assert "Connection refused" not in page
    assert "10.0.0.5" not in page


def test_who_sent_something_is_told_that_it_is_not_saved(visitor, away):
    response = visitor.post("/masuk/", {"login": "siti@example.id", "password": "rahasia-sekali"})

    assert response.status_code == 503
    assert "Kiriman ini belum tersimpan" in response.content.decode()
    assert "rahasia-sekali" not in response.content.decode()


def test_programs_are_answered_with_a_problem_document(visitor, away):
    response = visitor.get("/api/v1/inovasi/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Content-Type"] == "application/problem+json"
    assert (json.loads(response.content)["status"], json.loads(response.content)["type"]) == (503, "about:blank")


def test_a_database_that_leaves_between_two_middlewares_is_answered_alike(visitor, db, monkeypatch):
    """What fails behind the view, as storing a session, reaches no `process_exception`."""

    def refuse(*args, **kwargs):
        raise REFUSED

    monkeypatch.setattr("wagtail.contrib.redirects.middleware.RedirectMiddleware.process_response", refuse)

    response = visitor.get("/tidak-ada/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")


def test_a_fault_of_the_portal_stays_one(visitor, db, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("no such column: harga")

    monkeypatch.setattr("innovation_portal.utils.views.EmptyView.get", fail)

    assert visitor.get("/ok/").status_code == 500


def test_liveness_asks_nothing_of_the_database(visitor, away):
    assert visitor.get("/ok/").content == b"ok"
