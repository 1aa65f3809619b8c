"""The scheduled backup: its archive, its state, what it throws away, and what becomes of failures."""

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command

from innovation_portal.utils import clock
from innovation_portal.utils.backup import keeping
from innovation_portal.utils.backup.checking import verify
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.keeping import make_backup
from innovation_portal.utils.backup.retention import Keep
from innovation_portal.utils.backup.targets import BucketTarget, FolderTarget, target_of
from innovation_portal.utils.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.iid import EvidenceFactory
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)  # two in the morning in Jakarta


@pytest.fixture
def folder(key):
    return Path(current.BACKUP_TARGET)


def backed_up(**options):
    return make_backup(keep=options.get("keep", Keep()), say=lambda text: None)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_lies_in_the_folder_and_is_written_down(folder, key):
    UserFactory()
    with clock.at(NIGHT):
        backup = backed_up()
    content = (folder / "portal-20261126T190000Z.tar.age").read_bytes()
    manifest, files = verify(folder / backup.file, key)

    assert names_in(folder) == ["portal-20261126T190000Z.tar.age"]
    assert json.loads(current.BACKUP_STATE.read_text()) == {
        "at": "2026-11-26T19:00:00+00:00",
        "file": "portal-20261126T190000Z.tar.age",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": manifest.rows,
        "files": 0,
        "seconds": backup.seconds,
    }
    assert (manifest.tables["accounts.User"].rows, files) == (1, {})
    assert (folder / backup.file).stat().st_mode & 0o777 == 0o640


def test_old_archives_are_thrown_away_and_nothing_else(folder):
    folder.mkdir()
    for days in range(1, 60):
        (folder / f"portal-{NIGHT - timedelta(days=days):%Y%m%dT%H%M%SZ}.tar.age").touch()
    (folder / "catatan.txt").touch()
    with clock.at(NIGHT):
        backed_up(keep=Keep(daily=2, weekly=1, monthly=2))

    assert names_in(folder) == [
        "catatan.txt",
        "portal-20261031T190000Z.tar.age",
        "portal-20261125T190000Z.tar.age",
        "portal-20261126T190000Z.tar.age",
    ]


def test_a_failure_mails_the_administrators_and_leaves_everything_as_it_was(folder, settings):
    administrator = UserFactory(is_superuser=True)
    UserFactory(is_superuser=True, is_active=False)
    UserFactory()
    with clock.at(NIGHT):
        backed_up()
    before = (names_in(folder), current.BACKUP_STATE.read_text())
    settings.BACKUP_RECIPIENTS = ["age1nonsense"]
    with (
        clock.at(NIGHT + timedelta(days=1)),
        pytest.raises(CommandError, match=r"No backup was made\. BACKUP_RECIPIENTS"),
    ):
        call_command("backup")
    mail = OutgoingMessage.objects.get()

    assert (names_in(folder), current.BACKUP_STATE.read_text()) == before
    assert (mail.kind, mail.recipient, mail.subject) == (
        "backup_failed",
        administrator,
        "Pencadangan portal gagal",
    )
    assert "pada 28 November 2026 pukul 02.00 tidak berhasil" in mail.body
    assert "Penyebab: BACKUP_RECIPIENTS holds something that is no age public key" in mail.body


def test_a_failure_is_told_also_when_no_mail_can_be_stored(folder, settings, monkeypatch, caplog):
    settings.BACKUP_RECIPIENTS = []
    monkeypatch.setattr(keeping, "send_message", lambda *args, **context: 1 / 0)

    with pytest.raises(BackupError, match="BACKUP_RECIPIENTS names no public key"):
        backed_up()

    assert "The mail about a failed backup could not be stored." in caplog.messages


def test_a_second_backup_at_once_is_not_started(folder):
    lock = current.BACKUP_STATE.with_suffix(".lock")
    lock.parent.mkdir()
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="Another backup is running"):
            backed_up()

    assert (folder.exists(), OutgoingMessage.objects.count()) == (False, 0)


def test_a_backup_that_is_killed_leaves_no_archive_and_the_next_one_cleans_up(folder):
    """A process of its own is killed while it writes."""
    wait = (
        "import django, time; django.setup();"
        "from innovation_portal.utils.backup import keeping;"
        "from innovation_portal.utils.backup.retention import Keep;"
        "write = lambda target, recipients, say: (target.write(b'half'), target.flush(), time.sleep(99));"
        "keeping.write_archive = write;"
        "keeping.make_backup(keep=Keep(), say=print)"
    )
    own = {"BACKUP_TARGET": current.BACKUP_TARGET, "BACKUP_STATE": str(current.BACKUP_STATE)}
    process = subprocess.Popen([sys.executable, "-c", wait], env=os.environ | own, cwd=current.BASE_DIR)  # noqa: S603
    wait_until(lambda: folder.exists() and names_in(folder), process=process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (left,) = names_in(folder)
    with clock.at(NIGHT):
        backup = backed_up()

    assert left.endswith(".part")
    assert names_in(folder) == [backup.file]


def test_the_target_is_a_folder_or_a_bucket(settings):
    settings.STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"access_key": "a"}}}
    bucket = target_of("s3://cadangan/portal/harian")

    assert type(target_of("/srv/backups")) is FolderTarget
    assert type(bucket) is BucketTarget
    storage = bucket._storage
    assert (storage.bucket_name, storage.location, storage.access_key) == ("cadangan", "portal/harian", "a")


def test_a_bucket_takes_whole_archives(tmp_path):
    """Any storage does for what the target asks of one."""
    target = BucketTarget(FileSystemStorage(tmp_path / "bucket"))
    with target.taking("portal-20261126T190000Z.tar.age") as handle:
        handle.write(b"isi")
    with pytest.raises(ZeroDivisionError), target.taking("portal-20261127T190000Z.tar.age") as handle:
        handle.write(bytes(1 // 0))

    assert [path.read_bytes() for path in (tmp_path / "bucket").iterdir()] == [b"isi"]
    assert target.moments() == [NIGHT]
    target.delete("portal-20261126T190000Z.tar.age")
    assert target.moments() == []


def test_a_file_that_the_portal_misses_is_named_and_stops_nothing(folder, key):
    EvidenceFactory(kind="document", url="", file="evidence/2026/hilang.pdf")
    said = []
    backup = make_backup(keep=Keep(), say=said.append)
    manifest, _files = verify(folder / backup.file, key)

    assert manifest.missing_files == ["evidence/2026/hilang.pdf"]
    assert "Missing in the storage, so not in the archive: evidence/2026/hilang.pdf" in said
