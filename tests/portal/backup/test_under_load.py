"""Uploads, deletions and submissions go on while a backup is made."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from innovation_portal.utils.backup import making
from innovation_portal.utils.backup.checking import verify
from innovation_portal.utils.backup.comparing import compare
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.restoring import restore
from submissions.enums import EvidenceKind
from submissions.models import Evidence
from tests.factories.iid import EvidenceFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db(transaction=True)

FILES = "files"
# Seconds between two acts of one person. A backup gives up where every file lives shorter than it takes to look twice.
BREATH = 0.1


def in_another_thread(call):
    """Call with a connection of its own, as another process would."""

    def run():
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def evidence(name, content, submission):
    stored = default_storage.save(f"evidence/{name}", ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    return EvidenceFactory(
        submission=submission, kind=EvidenceKind.DOCUMENT, url="", file=stored, size=len(content), sha256=digest
    )


def content_of(item):
    with default_storage.open(item.file.name) as handle:
        return handle.read()


@transaction.atomic
def delete(item):
    """Delete a row, and its file after the commit, as the portal does everywhere."""
    item.delete()
    transaction.on_commit(partial(default_storage.delete, item.file.name))


class Meanwhile:
    """Does something once, when the backup knows which files it wants and has not copied them yet."""

    def __init__(self, act):
        self.said, self._act = [], act

    def __call__(self, text):
        self.said.append(text.partition(" ")[0] if text.startswith("Snapshot") else text)
        if text.endswith(FILES) and self._act:
            act, self._act = self._act, None
            in_another_thread(act)


def snapshots(meanwhile):
    return meanwhile.said.count("Snapshot")


def test_a_file_that_is_deleted_meanwhile_is_not_named_by_the_archive(archive_now, elsewhere, key):
    submission = SubmissionFactory()
    kept, gone = (evidence(name, name.encode(), submission) for name in ("a.pdf", "b.pdf"))
    meanwhile = Meanwhile(partial(delete, gone))
    path = archive_now(say=meanwhile)
    manifest, files = verify(path, key)
    with elsewhere():
        restore(path, key, say=lambda text: None)
        restored = list(Evidence.objects.values_list("pk", flat=True))

    assert (snapshots(meanwhile), restored, set(files)) == (2, [kept.pk], {"evidence/a.pdf"})
    assert manifest.missing_files == []


def test_a_name_that_is_given_to_another_file_meanwhile_brings_that_one(archive_now, elsewhere, key):
    submission = SubmissionFactory()
    gone = evidence("a.pdf", b"old", submission)

    def replace():
        delete(gone)
        assert evidence("a.pdf", b"new", submission).file.name == "evidence/a.pdf"

    meanwhile = Meanwhile(replace)
    path = archive_now(say=meanwhile)
    with elsewhere():
        restore(path, key, say=lambda text: None)
        (row,) = Evidence.objects.all()
        content = content_of(row)

    assert (snapshots(meanwhile), content, row.sha256) == (2, b"new", hashlib.sha256(b"new").hexdigest())


def test_what_comes_in_after_the_snapshot_stays_out(archive_now, key):
    submission = SubmissionFactory()
    evidence("a.pdf", b"a", submission)
    meanwhile = Meanwhile(partial(evidence, "b.pdf", b"b", submission))
    manifest, files = verify(archive_now(say=meanwhile), key)

    assert (snapshots(meanwhile), manifest.tables["submissions.Evidence"].rows, set(files)) == (
        1,
        1,
        {"evidence/a.pdf"},
    )


def test_a_backup_gives_up_when_files_vanish_again_and_again(archive_now):
    submission = SubmissionFactory()

    def say(text):
        if text.endswith(FILES):
            in_another_thread(replace)

    def replace():
        for item in Evidence.objects.all():
            delete(item)
        evidence("a.pdf", b"a", submission)

    replace()
    with pytest.raises(BackupError, match="Files vanished faster than they could be copied, 5 times"):
        archive_now(say=say)


def test_an_archive_made_under_load_is_whole(archive_now, elsewhere, key, monkeypatch):
    """Four people write, replace and delete many times a second; what comes back has every row and file it names."""
    monkeypatch.setattr(making, "MOST_SNAPSHOTS", 100)  # on a busy machine there is nearly always one in the middle
    submissions = [SubmissionFactory() for _person in range(4)]
    stopped, busy = Event(), Event()

    def work(submission):
        number = 0
        while not stopped.is_set():
            number += 1
            item = evidence(f"{submission.pk}.pdf", b"%d %d" % (submission.pk, number), submission)
            if number % 3:
                delete(item)
            if number > 3:
                busy.set()
            stopped.wait(BREATH)
        connection.close()
        return number

    with ThreadPoolExecutor(len(submissions)) as pool:
        workers = [pool.submit(work, submission) for submission in submissions]
        busy.wait(60)
        try:
            path = archive_now(say=Meanwhile(lambda: None))
        finally:
            stopped.set()
        turns = [worker.result() for worker in workers]
    with elsewhere():
        manifest = restore(path, key, say=lambda text: None)
        differences = list(compare(path, key)[1])
        rows = list(Evidence.objects.all())
        intact = [hashlib.sha256(content_of(row)).hexdigest() == row.sha256 for row in rows]

    assert (differences, manifest.missing_files) == ([], [])
    assert rows
    assert all(intact)
    assert min(turns) > 3
