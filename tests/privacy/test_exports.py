"""A copy of one person's data: whole, made by the worker, and for that person alone."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.privacy.enums import ExportState
from innovation_portal.privacy.models import DataExport
from innovation_portal.privacy.people import person_by, person_of
from innovation_portal.privacy.services.erasing import erase_person
from innovation_portal.privacy.services.exports import (
    delete_old_exports,
    make_export,
    make_lost_exports,
    order_export,
)
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Evidence
from tests.factories.accounts import UserFactory
from tests.factories.submissions import MembershipFactory, SubmissionFactory
from tests.factories.voice import FeedbackFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(agency):
    return MembershipFactory(agency=agency, user__name="Rahma Wulandari", user__email="rahma@example.id").user


def contents_of(file):
    with zipfile.ZipFile(BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ordered(user, django_capture_on_commit_callbacks, person=None):
    with django_capture_on_commit_callbacks(execute=True):
        export = order_export(person or person_of(user), actor=user)
    export.refresh_from_db()
    return export


def test_a_copy_holds_the_data_a_page_to_read_and_the_files(person, agency, django_capture_on_commit_callbacks):
    Evidence.objects.create(
        submission=SubmissionFactory(agency=agency),
        kind="document",
        title="SK",
        file=ContentFile(b"%PDF isi", name="sk.pdf"),
        original_name="SK Tim.pdf",
        uploaded_by=person,
    )

    export = ordered(person, django_capture_on_commit_callbacks)

    with export.file.open() as file:
        found = contents_of(file)
    evidence = Evidence.objects.get()
    assert set(found) == {"data.json", "ringkasan.html", f"berkas/evidence/{evidence.pk}-SK Tim.pdf"}
    assert found[f"berkas/evidence/{evidence.pk}-SK Tim.pdf"] == b"%PDF isi"
    told = json.loads(found["data.json"])
    assert [kind["model"] for kind in told["kinds"]] == [
        "privacy.DataExport",
        "submissions.Evidence",
        "submissions.Membership",
        "accounts.User",
    ]
    account = told["kinds"][-1]["rows"]
    assert [(row["name"], row["email"]) for row in account] == [("Rahma Wulandari", "rahma@example.id")]
    assert "Rahma Wulandari" in found["ringkasan.html"].decode()
    assert person.password not in found["data.json"].decode()


def test_no_mail_in_a_copy_lets_anybody_in(person, django_capture_on_commit_callbacks):
    OutgoingMessage.objects.create(
        kind="member_invited",
        recipient=person,
        address=person.email,
        subject="Undangan",
        body="Buka https://inovasi.example.id/lupa-sandi/1a-rahasia/ untuk masuk.",
    )

    with ordered(person, django_capture_on_commit_callbacks).file.open() as file:
        found = contents_of(file)

    assert "/lupa-sandi/…" in found["data.json"].decode()
    assert [name for name, content in found.items() if b"1a-rahasia" in content] == []


def test_its_owner_is_told_by_mail_and_downloads_it(client, person, django_capture_on_commit_callbacks):
    export = ordered(person, django_capture_on_commit_callbacks)
    address = reverse("privacy:export-download", args=[export.key])
    client.force_login(person)

    response = client.post(address)

    assert (export.state, export.done) == (ExportState.READY, export.planned)
    assert reverse("privacy:own-data") in OutgoingMessage.objects.get(kind="data_export_ready", recipient=person).body
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    assert len(b"".join(response)) == export.size
    assert ModelLogEntry.objects.filter(action="privacy.download_export", user=person).count() == 1


def test_nobody_else_downloads_it(client, person, secretary, django_capture_on_commit_callbacks):
    export = ordered(person, django_capture_on_commit_callbacks)

    for other in (secretary, UserFactory(), UserFactory(is_superuser=True)):
        client.force_login(other)
        assert client.post(reverse("privacy:export-download", args=[export.key])).status_code == 404


def test_who_lost_the_right_no_longer_gets_what_it_gave(client, secretary, django_capture_on_commit_callbacks):
    """A copy that is ready is handed over no more, one that is not is never made; the own one stays one's own."""
    about = [person_by(email="siti@example.id"), person_by(email="budi@example.id"), person_of(secretary)]
    FeedbackFactory(name="Siti", email="siti@example.id")
    FeedbackFactory(name="Budi", email="budi@example.id")
    ready = ordered(secretary, django_capture_on_commit_callbacks, about[0])
    waiting = order_export(about[1], actor=secretary)
    own = ordered(secretary, django_capture_on_commit_callbacks)

    secretary.groups.clear()
    make_export(waiting.pk)
    client.force_login(secretary)
    addresses = [reverse("privacy:export-download", args=[export.key]) for export in (ready, waiting, own)]
    answers = [client.post(address) for address in addresses]
    b"".join(answers[-1])  # to its end, where the file is closed

    waiting.refresh_from_db()
    assert [response.status_code for response in answers] == [404, 404, 200]
    assert (waiting.state, bool(waiting.file)) == (ExportState.FAILED, False)


def test_ordering_again_while_it_is_made_is_the_same_and_later_replaces_it(person, django_capture_on_commit_callbacks):
    first = order_export(person_of(person), actor=person)
    assert order_export(person_of(person), actor=person) == first
    make_export(first.pk)
    first.refresh_from_db()
    old = first.file

    with django_capture_on_commit_callbacks(execute=True):
        second = order_export(person_of(person), actor=person)
    with django_capture_on_commit_callbacks(execute=True):
        make_export(second.pk)

    assert DataExport.objects.get().pk == second.pk
    assert old.name != DataExport.objects.get().file.name


def test_a_copy_of_others_is_for_the_secretariat_alone(person, secretary, verifier, leader):
    FeedbackFactory(name="Siti", email="siti@example.id")
    siti = person_by(email="siti@example.id")

    for other in (verifier, leader, person):
        with pytest.raises(PermissionDenied):
            order_export(siti, actor=other)
    with pytest.raises(PermissionDenied):
        order_export(person_by(email=person.email, name="Orang Lain"), actor=person)

    assert order_export(siti, actor=secretary).owner == secretary


def test_what_a_killed_worker_left_is_made_by_another(person, django_capture_on_commit_callbacks):
    export = order_export(person_of(person), actor=person)
    DataExport.objects.update(state=ExportState.WORKING, taken_by="mati")
    make_export(export.pk)
    assert DataExport.objects.get().state == ExportState.WORKING
    assert make_lost_exports() == 0

    with clock.at(clock.now() + timedelta(minutes=11)), django_capture_on_commit_callbacks(execute=True):
        assert make_lost_exports() == 1

    assert DataExport.objects.get().state == ExportState.READY


def test_one_that_cannot_be_made_says_so(person, monkeypatch, caplog, django_capture_on_commit_callbacks):
    monkeypatch.setattr("innovation_portal.privacy.services.exports.write_export", lambda *_: 1 / 0)

    assert ordered(person, django_capture_on_commit_callbacks).state == ExportState.FAILED
    assert "could not be made" in caplog.text


def test_after_a_week_it_is_gone_with_its_file(person, django_capture_on_commit_callbacks):
    export = ordered(person, django_capture_on_commit_callbacks)
    storage, name = export.file.storage, export.file.name
    with clock.at(clock.now() + timedelta(days=7, minutes=-1)):
        assert delete_old_exports() == 0

    with clock.at(clock.now() + timedelta(days=7, minutes=1)), django_capture_on_commit_callbacks(execute=True):
        assert delete_old_exports() == 1

    assert (DataExport.objects.count(), storage.exists(name)) == (0, False)


def test_who_is_erased_takes_the_copy_along(person, approver, secretary, django_capture_on_commit_callbacks):
    export = ordered(person, django_capture_on_commit_callbacks)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person_of(person), actor=secretary)

    assert (DataExport.objects.count(), export.file.storage.exists(export.file.name)) == (0, False)


def test_what_is_erased_while_it_is_collected_is_thrown_away(person, approver, secretary, monkeypatch):
    from innovation_portal.privacy.services import exports

    export = order_export(person_of(person), actor=person)
    whole = exports.write_export

    def erased_meanwhile(about, target):
        yield from whole(about, target)
        erase_person(person_of(person), actor=secretary)

    monkeypatch.setattr(exports, "write_export", erased_meanwhile)

    make_export(export.pk)

    assert DataExport.objects.count() == 0
    assert not OutgoingMessage.objects.filter(kind="data_export_ready").exists()


def test_the_command_writes_a_file_for_its_owner_alone(person, tmp_path):
    target = tmp_path / "rahma.zip"

    call_command("export_personal_data", "Rahma@example.id", "--output", str(target))

    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
    with pytest.raises(CommandError, match="there already"):
        call_command("export_personal_data", "rahma@example.id", "--output", str(target))
    with pytest.raises(CommandError, match="knows nothing"):
        call_command("export_personal_data", "tidak.ada@example.id", "--output", str(tmp_path / "x.zip"))
