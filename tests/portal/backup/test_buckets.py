"""Archives in a bucket, on a server that speaks S3."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from innovation_portal.utils import clock
from submissions.enums import EvidenceKind
from submissions.models import Evidence
from tests.factories.iid import EvidenceFactory
from tests.portal.conftest import STORAGE_KEYS

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
NEXT_NIGHT = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
CONTENT = b"%PDF-1.7\n" + bytes(9_000_000)  # sent and fetched in several parts


@pytest.fixture
def in_bucket(settings, server):
    """Let the uploads lie in a bucket."""

    def choose(name):
        options = {**STORAGE_KEYS, "endpoint_url": server, "bucket_name": name, "file_overwrite": False, "places": 3}
        storage = {"BACKEND": "innovation_portal.utils.object_storage.SharingS3Storage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": storage}

    choose("uploads")
    return choose


@pytest.fixture
def backed_up(in_bucket, settings, key):
    """An evidence with its file, in the second of two archives in a bucket."""
    settings.BACKUP_TARGET = "s3://backups/portal"
    with clock.at(NIGHT):
        call_command("backup")
    name = default_storage.save("evidence/2026/bukti.pdf", ContentFile(CONTENT))
    evidence = EvidenceFactory(kind=EvidenceKind.DOCUMENT, url="", file=name, size=len(CONTENT))
    with clock.at(NEXT_NIGHT):
        call_command("backup")
    return evidence


@pytest.mark.parametrize("address", ["s3://backups/portal", "s3://backups/portal/portal-20261127T190000Z.tar.age"])
def test_an_archive_comes_back_from_a_bucket(backed_up, in_bucket, elsewhere, key, address, capsys):
    with elsewhere():
        in_bucket("elsewhere")
        call_command("restore_backup", address, key=key)
        call_command("compare_backup", address, key=key)
        restored = Evidence.objects.get()
        with restored.file.open() as handle:
            content = handle.read()
    said = capsys.readouterr().out.splitlines()

    assert (restored.pk, restored.file.name, content) == (backed_up.pk, "evidence/2026/bukti.pdf", CONTENT)
    assert [line.partition(":")[0] for line in said[-2:]] == ["Restored and compared", "No difference"]


def test_the_earlier_archive_is_asked_for_by_its_name(backed_up, key, capsys):
    call_command("restore_backup", "s3://backups/portal/portal-20261126T190000Z.tar.age", key=key, verify=True)

    assert " 0 files, as of 2026-11-26T19:00:00+00:00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("s3://backups/other", "No archive lies in s3://backups/other"),
        ("s3://nobody/portal", "s3://nobody/portal cannot be read: .*NoSuchBucket"),
        ("s3://backups/portal/portal-20200101T000000Z.tar.age", "cannot be read: .*Not Found"),
    ],
)
def test_where_no_archive_lies_is_said(in_bucket, key, address, refusal):
    with pytest.raises(CommandError, match=refusal):
        call_command("restore_backup", address, key=key)


def test_of_a_folder_the_newest_archive_is_taken(key, settings, capsys):
    for moment in (NEXT_NIGHT, NIGHT):
        with clock.at(moment):
            call_command("backup")
    call_command("restore_backup", settings.BACKUP_TARGET, key=key, verify=True)

    assert "as of 2026-11-27T19:00:00+00:00" in capsys.readouterr().out
