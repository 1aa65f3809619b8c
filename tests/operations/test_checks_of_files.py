import os
from collections import namedtuple
from pathlib import Path

import pytest
from django.db import connection

from innovation_portal.operations.checks import files as checks

Usage = namedtuple("Usage", "total used free")
GIGABYTE = 1024**3


def ids(messages):
    return [message.id for message in messages]


@pytest.fixture
def folders(settings, tmp_path):
    """Folders of uploads as docs/operations.md makes them."""
    settings.STATIC_ROOT, settings.STATICFILES_DIRS, settings.S3_BUCKET = tmp_path / "static", [], ""
    for name in ("MEDIA_ROOT", "PARTIAL_UPLOADS_ROOT"):
        setattr(settings, name, tmp_path / name.lower())
        (tmp_path / name.lower()).mkdir(mode=0o750)
    return settings


def test_folders_as_the_guide_makes_them_are_fine(folders):
    assert checks.uploads_are_private(None) == []


def test_folders_that_will_be_made_are_fine(folders, tmp_path):
    folders.MEDIA_ROOT = tmp_path / "later/media"

    assert checks.uploads_are_private(None) == []


@pytest.mark.parametrize(
    ("static", "media"), [("static", "static/uploads"), ("static", "static"), ("static/files", "static")]
)
def test_uploads_in_a_served_folder_are_refused(folders, tmp_path, static, media):
    folders.STATIC_ROOT, folders.MEDIA_ROOT = tmp_path / static, tmp_path / media

    assert ids(checks.uploads_are_private(None)) == ["portal.E030"]


def test_folder_that_cannot_be_written_is_named(folders, monkeypatch):
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != folders.MEDIA_ROOT)

    [error] = checks.uploads_are_private(None)
    assert (error.id, str(folders.MEDIA_ROOT) in error.msg) == ("portal.E031", True)


def test_folder_that_everybody_reads_is_named(folders):
    folders.PARTIAL_UPLOADS_ROOT.chmod(0o755)

    [warning] = checks.uploads_are_private(None)
    assert (warning.id, "PARTIAL_UPLOADS_ROOT" in warning.msg) == ("portal.W032", True)


def test_with_a_bucket_only_the_partial_uploads_lie_here(folders):
    folders.S3_BUCKET = "inovasi"
    folders.MEDIA_ROOT.chmod(0o755)

    assert checks.uploads_are_private(None) == []


def test_static_files_are_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    assert ids(checks.static_files_are_collected(None)) == ["portal.W033"]

    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"a.css": "a.1.css"}, "hash": "1"}')
    settings.STORAGES = dict(settings.STORAGES)  # forgets the storage that had read no list
    assert checks.static_files_are_collected(None) == []


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (Usage(100 * GIGABYTE, 0, 50 * GIGABYTE), []),
        (Usage(100 * GIGABYTE, 0, 4 * GIGABYTE), ["portal.W034"]),
        (Usage(10 * GIGABYTE, 0, GIGABYTE - 1), ["portal.W034"]),
    ],
)
def test_disk_that_is_nearly_full_is_named(folders, monkeypatch, tmp_path, usage, expected):
    folders.PARTIAL_UPLOADS_ROOT = folders.MEDIA_ROOT
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda place: usage)

    assert ids(checks.disk_has_room(None)) == expected


def test_documents_can_be_printed(monkeypatch, tmp_path):
    assert checks.documents_can_be_printed(None) == []

    monkeypatch.setattr("innovation_portal.utils.pdf.FONTS", tmp_path)
    assert ids(checks.documents_can_be_printed(None)) == ["portal.E035"]

    def fail(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(checks, "import_module", fail)
    [error] = checks.documents_can_be_printed(None)
    assert "libpango-1.0-0" in error.msg
