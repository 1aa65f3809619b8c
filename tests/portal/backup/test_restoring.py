"""An instance with all kinds of values goes into another one and is the same there."""

import hashlib
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import JSONField, Value
from wagtail.models import ModelLogEntry, Page

from home.selectors.catalogue import CatalogueQuery, catalogue_list
from home.services.site import set_up_site
from innovation_portal.accounts.models import User
from innovation_portal.utils.backup import making, restoring
from innovation_portal.utils.backup.comparing import compare
from innovation_portal.utils.backup.database import apps_at, migrations_of
from innovation_portal.utils.backup.encryption import new_key
from innovation_portal.utils.backup.errors import BackupError, DamagedArchive, WrongKey
from innovation_portal.utils.backup.restoring import restore
from submissions.enums import EvidenceKind
from submissions.models import Answer, Evidence, Innovation, PartialUpload
from tests.factories.accounts import UserFactory
from tests.factories.home import awarded_page
from tests.factories.iid import EvidenceFactory
from tests.factories.submissions import AnswerFactory, ReadySubmissionFactory

pytestmark = pytest.mark.django_db(transaction=True)

MOMENT = datetime(2026, 11, 27, 3, 4, 5, 678901, tzinfo=UTC)
SAID = "Layanan “Ngopi” 🦜 — naïve\u2028 baris\n\ttab \\ \" ' NULL"
PDF = b"%PDF-1.7\n%%EOF\n"


def stored(name, content=PDF):
    return default_storage.save(name, ContentFile(content))


def evidence(name, **fields):
    facts = {"original_name": name, "content_type": "application/pdf", "size": len(PDF)}
    digest = hashlib.sha256(PDF).hexdigest()
    return EvidenceFactory(
        kind=EvidenceKind.DOCUMENT, url="", file=stored(f"evidence/2026/{name}"), sha256=digest, **facts, **fields
    )


@pytest.fixture
def instance():
    """Pages, a competition that ended, files, a deleted row, and every kind of value in a column."""
    set_up_site()
    page = awarded_page(innovation__title="Antrean Cerdas", innovation__summary=SAID)
    submission = ReadySubmissionFactory()
    first, second = submission.answers.all()
    Answer.objects.filter(pk=first.pk).update(text=SAID, value=Value(None, JSONField()), edited_at=MOMENT)
    Answer.objects.filter(pk=second.pk).update(text="", value={"b": [1, 2.50, "é"], "a": None})
    evidence("bukti 🦜.pdf", submission=submission)
    version = page.version
    version.payload["pictures"] = [{"emblem": stored("emblems/lama é.png", b"gambar")}]
    type(version).objects.filter(pk=version.pk).update(payload=version.payload)
    UserFactory().delete()  # the next one gets another number
    User.objects.filter(pk=UserFactory().pk).update(last_login=MOMENT)
    ModelLogEntry.objects.log_action(submission, "wagtail.edit", user=UserFactory())
    return page


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
        return cursor.fetchall()


def all_rows():
    """Every row of every table as the database gives it, but for those that are made anew."""
    made_anew = ("django_migrations", "django_session", "wagtailsearch", "home_cataloguesearch")
    names = [name for name in connection.introspection.table_names() if not name.startswith(made_anew)]
    return {name: rows_of(name) for name in sorted(names)}


def all_files():
    folder = Path(default_storage.path(""))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_another_instance_becomes_the_same(instance, archive_now, elsewhere, key):
    """The other one numbers content types otherwise, and has rows of its own from its migrations."""
    before, files = all_rows(), all_files()
    said = []
    path = archive_now()
    with elsewhere():
        ContentType.objects.filter(app_label="submissions").update(app_label="before")
        ContentType.objects.create(app_label="submissions", model="submission")
        manifest = restore(path, key, say=said.append)
        after, files_after = all_rows(), all_files()
        compared, differences = compare(path, key)
        found = list(differences)
        next_user = UserFactory().pk
        entry = ModelLogEntry.objects.get()
        page = Page.objects.get(pk=instance.pk).specific
        hits = catalogue_list(CatalogueQuery(words=("antrean",))).page.object_list
        pages = list(Page.objects.search("Antrean"))

    assert after == before
    assert files_after == files
    assert (found, compared.rows, compared.files) == ([], manifest.rows, 2)
    assert next_user == User.objects.order_by("pk").last().pk + 1
    assert entry.content_type == ContentType.objects.get(app_label="submissions", model="submission")
    assert [page.title, *(hit.title for hit in hits), *(found.title for found in pages)] == ["Antrean Cerdas"] * 3


def test_what_opens_a_door_or_is_made_anew_stays_out(archive_now, elsewhere, key, client):
    set_up_site()
    client.force_login(UserFactory())
    answer = AnswerFactory()
    begun = {"submission": answer.submission, "section": answer.section, "user": answer.edited_by}
    PartialUpload.objects.create(**begun, name="a.pdf", size=9, fingerprint="a", touched_at=MOMENT)
    before = (Session.objects.count(), PartialUpload.objects.count())
    path = archive_now()
    with elsewhere():
        restore(path, key, say=lambda text: None)
        after = (Session.objects.count(), PartialUpload.objects.count(), Answer.objects.count())

    assert (before, after) == ((1, 1), (0, 0, 1))


def test_nothing_is_written_into_an_instance_that_somebody_uses(archive_now, elsewhere, key):
    path = archive_now()
    with elsewhere():
        user = UserFactory()
        before = all_rows()
        with pytest.raises(BackupError, match=r"not empty; these tables hold rows: accounts\.User\. "):
            restore(path, key, say=lambda text: None)
        assert (all_rows(), User.objects.get()) == (before, user)


def test_an_archive_of_a_newer_release_is_refused(archive_now, elsewhere, key):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("submissions", "9999_of_tomorrow")
    try:
        with pytest.raises(BackupError, match=r"newer than this code: submissions\.9999_of_tomorrow"):
            archive_now()
    finally:
        recorder.record_unapplied("submissions", "9999_of_tomorrow")


def test_tables_newer_than_the_archive_are_refused(archive_now, elsewhere, key, monkeypatch):
    monkeypatch.setattr(making, "migrations_of", lambda seen: migrations_of(seen)[:-1])
    monkeypatch.setattr(making, "apps_at", lambda migrations, seen: apps_at(migrations_of(seen), seen))
    path = archive_now()
    with elsewhere(), pytest.raises(BackupError, match="newer than the archive"):
        restore(path, key, say=lambda text: None)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda content: content[:-1], DamagedArchive),
        (lambda content: content[: len(content) // 2], DamagedArchive),
        (lambda content: content[:-50] + bytes([content[-50] ^ 1]) + content[-49:], DamagedArchive),
        (lambda content: b"", DamagedArchive),
    ],
)
def test_a_damaged_archive_writes_nothing(archive_now, elsewhere, key, change, refusal):
    UserFactory()
    path = archive_now()
    path.write_bytes(change(path.read_bytes()))
    with elsewhere():
        before = all_rows()
        with pytest.raises(refusal):
            restore(path, key, say=lambda text: None)
        assert all_rows() == before


def test_a_wrong_key_writes_nothing(archive_now, elsewhere, key):
    UserFactory()
    path = archive_now()
    key.write_text(new_key()[0])
    with elsewhere():
        before = all_rows()
        with pytest.raises(WrongKey):
            restore(path, key, say=lambda text: None)
        assert all_rows() == before


def test_a_file_of_somebody_else_is_left_alone(instance, archive_now, elsewhere, key):
    path = archive_now()
    name = Evidence.objects.exclude(file="").get().file.name
    with elsewhere():
        stored(name, b"of another instance")
        with pytest.raises(BackupError, match="The storage holds another file named"):
            restore(path, key, say=lambda text: None)
        assert (all_files()[name], User.objects.count()) == (b"of another instance", 0)


def test_a_restore_that_was_killed_goes_on(instance, archive_now, elsewhere, key, monkeypatch):
    """Rows come in one transaction; files that are there already are taken as they are."""
    files, path = all_files(), archive_now()
    with elsewhere():
        with monkeypatch.context() as patched:
            patched.setattr(restoring, "set_sequences", kill)
            with pytest.raises(KeyboardInterrupt):
                restore(path, key, say=lambda text: None)
        assert (User.objects.count(), all_files()) == (0, files)
        restore(path, key, say=lambda text: None)
        assert list(compare(path, key)[1]) == []


@pytest.mark.parametrize("exchanged_back", [False, True], ids=["for good", "only while rows are filled in"])
def test_an_archive_that_is_exchanged_after_it_was_verified_leaves_nothing(
    archive_now, elsewhere, key, tmp_path, monkeypatch, exchanged_back
):
    """Whoever may write where archives lie may encrypt one as well: only the signed one may come in."""
    UserFactory(name="Rahma")
    honest = shutil.copy(archive_now(), tmp_path / "honest.tar.age")
    User.objects.update(name="Penyerang", is_superuser=True)
    forged, path = archive_now(), tmp_path / "restored.tar.age"
    shutil.copy(honest, path)
    fill = restoring._fill

    def exchange(*arguments):
        shutil.copy(forged, path)
        fill(*arguments)
        if exchanged_back:
            shutil.copy(honest, path)

    monkeypatch.setattr(restoring, "_fill", exchange)
    refusal = "does not hold what the archive says" if exchanged_back else "are not those that were written"
    with elsewhere():
        with pytest.raises(BackupError, match=refusal):
            restore(path, key, say=lambda text: None)
        assert User.objects.count() == 0


def kill(*_arguments):
    raise KeyboardInterrupt


def test_comparing_names_every_difference(instance, archive_now, key):
    path = archive_now()
    first, second = Answer.objects.order_by("pk")
    Answer.objects.filter(pk=first.pk).update(text="lain")
    Answer.objects.filter(pk=second.pk).delete()
    added = AnswerFactory(submission=ReadySubmissionFactory(), section=first.section)
    file = Evidence.objects.exclude(file="").get().file
    default_storage.delete(file.name)
    default_storage.delete("emblems/lama é.png")
    stored("emblems/lama é.png", b"lain")

    found = list(compare(path, key)[1])

    assert [difference for difference in found if "Answer" in difference or "file" in difference][:2] == [
        f"submissions.Answer {first.pk}: text",
        f"submissions.Answer {second.pk}: missing",
    ]
    assert f"submissions.Answer {added.pk}: not in the archive" in found
    assert found[-2:] == ["file emblems/lama é.png: other content", f"file {file.name}: missing"]


def test_triggers_rest_while_rows_come_back_and_work_afterwards(instance, archive_now, elsewhere, key):
    path = archive_now()
    with elsewhere():
        make_trigger()
        restore(path, key, say=lambda text: None)
        came_back = Innovation.objects.count()
        with pytest.raises(DatabaseError, match="nobody deletes"):
            Innovation.objects.all()._raw_delete("default")
        assert (came_back, Innovation.objects.count()) == (2, 2)


POSTGRESQL = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''nobody deletes''; END'",
    "CREATE TRIGGER nobody BEFORE INSERT OR DELETE ON submissions_innovation FOR EACH ROW EXECUTE FUNCTION refuse()",
)
SQLITE = tuple(
    f"CREATE TRIGGER nobody_{event} BEFORE {event} ON submissions_innovation"
    " BEGIN SELECT RAISE(ABORT, 'nobody deletes'); END"
    for event in ("INSERT", "DELETE")
)


def make_trigger():
    """Refuse to insert and delete innovations, as a table that only grows may refuse."""
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def test_the_commands_say_what_they_did(instance, archive_now, elsewhere, key, capsys):
    path = archive_now()
    call_command("restore_backup", str(path), key=key, verify=True)
    call_command("compare_backup", str(path), key=key)
    whole, same = capsys.readouterr().out.splitlines()
    UserFactory()  # a person, and what the audit says of it
    with pytest.raises(CommandError, match="2 differences; the archive holds"):
        call_command("compare_backup", str(path), key=key)
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore_backup", str(path), key=key)

    counts = r"(\d+ rows in \d+ tables, 2 files)"
    assert re.fullmatch(rf"Whole: {counts}, as of 20..-..-..T..:..:..\+00:00", whole)
    assert re.fullmatch(rf"No difference: {counts}\.", same)
