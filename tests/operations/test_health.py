"""Readiness: what fails is named, and nothing else is told."""

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

READY = {"ready": True, "failing": [], "limping": []}


def answer_of(client):
    response = client.get("/siap/")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


@pytest.mark.django_db
def test_a_portal_that_works_is_ready(client, django_assert_num_queries):
    client.get("/siap/")  # the files of the migrations are read once

    with django_assert_num_queries(3):
        assert answer_of(client) == (200, READY)


@pytest.mark.django_db
def test_the_probe_leaves_no_file(client, settings):
    client.get("/siap/")

    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_a_database_that_is_away_is_named_and_not_described(client, db, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection to 10.0.0.5 refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        response = client.get("/siap/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response.json() == {"ready": False, "failing": ["database", "migrations"], "limping": []}


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_named_as_such(client):
    MigrationRecorder.Migration.objects.filter(app="home").delete()

    assert answer_of(client) == (503, {"ready": False, "failing": ["migrations"], "limping": []})


@pytest.mark.django_db
def test_a_database_that_is_ahead_is_ready(client):
    """While machines are upgraded one after another the older ones go on."""
    MigrationRecorder(connection).record_applied("home", "9999_of_the_next_release")

    assert answer_of(client) == (200, READY)


@pytest.mark.django_db
def test_a_storage_that_takes_nothing_is_named(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")

    assert answer_of(client) == (503, {"ready": False, "failing": ["storage"], "limping": []})


@pytest.mark.django_db
def test_without_its_cache_the_portal_stays_in_service(client, monkeypatch):
    monkeypatch.setattr(type(caches["default"]), "get", lambda *args, **kwargs: None)

    assert answer_of(client) == (200, {"ready": True, "failing": [], "limping": ["cache"]})


@pytest.mark.django_db
def test_whoever_asks_often_is_told_what_was_found_a_moment_ago(client, settings, django_assert_num_queries):
    first = answer_of(client)
    settings.READINESS_SECONDS = 60

    with django_assert_num_queries(0):
        assert answer_of(client) == first == (200, READY)
    settings.READINESS_SECONDS = 0
    with django_assert_num_queries(3):
        assert answer_of(client) == (200, READY)
