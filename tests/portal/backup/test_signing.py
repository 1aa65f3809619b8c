"""An archive that somebody else made is refused, however whole it is."""

import gzip
import hashlib
import shutil
from datetime import timedelta

import pytest
from django.conf import settings as current
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.backup.archive import FILE_LIST, FILES, MANIFEST, members_of, writing
from innovation_portal.utils.backup.checking import verify
from innovation_portal.utils.backup.errors import BackupError, DamagedArchive
from innovation_portal.utils.backup.restoring import restore
from innovation_portal.utils.backup.signing import SIGNER, UnknownOrigin, new_signing_key, signers_in
from innovation_portal.utils.backup.targets import name_at
from submissions.enums import EvidenceKind
from tests.factories.accounts import UserFactory
from tests.factories.iid import EvidenceFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_archive_of_this_server_is_taken(archive_now, key):
    assert verify(archive_now(), key)[0].rows > 0


def test_an_archive_of_somebody_else_writes_nothing(archive_now, elsewhere, key, settings):
    UserFactory()
    settings.BACKUP_SIGNING_KEY, _signer = new_signing_key()
    path = archive_now()
    with elsewhere():
        with pytest.raises(UnknownOrigin, match="was not signed by the server that the key file names"):
            restore(path, key, say=lambda text: None)
        assert User.objects.count() == 0


def test_an_unsigned_archive_is_taken_only_by_who_says_so(archive_now, elsewhere, key, settings, capsys):
    UserFactory()
    settings.BACKUP_SIGNING_KEY = ""
    path = archive_now()
    with elsewhere():
        for command in ("restore_backup", "compare_backup"):
            with pytest.raises(CommandError, match="is not signed"):
                call_command(command, str(path), key=key)
        call_command("restore_backup", str(path), key=key, unsigned=True)
        call_command("compare_backup", str(path), key=key, unsigned=True)
        assert User.objects.count() == 1


def test_a_key_file_of_age_keygen_asks_for_no_signer_and_the_command_says_so(archive_now, key, settings, capsys):
    key.write_text(SIGNER.sub("", key.read_text()))
    call_command("restore_backup", str(archive_now()), key=key, verify=True)

    assert "The key file names no signer" in capsys.readouterr().err


def test_several_signers_may_be_named(archive_now, key):
    key.write_text(new_signing_key()[1] + key.read_text())

    assert verify(archive_now(), key)[0].rows > 0


@pytest.mark.parametrize("signer", ["AAAA", "tanda-tangan"])
def test_a_signer_that_is_none_has_signed_nothing(archive_now, key, signer):
    key.write_text(SIGNER.sub(f"# signer: {signer}", key.read_text()))

    with pytest.raises(UnknownOrigin):
        verify(archive_now(), key)


def test_a_changed_manifest_does_not_fit_its_signature(archive_now, key):
    path = changed(archive_now(), key, {MANIFEST: lambda text: text.replace(b'"files_size": 0', b'"files_size": 1')})

    with pytest.raises(UnknownOrigin):
        verify(path, key)


def test_an_exchanged_file_does_not_fit_the_signed_manifest(archive_now, key):
    """Not even when its digest was exchanged in the list of files."""
    name = default_storage.save("evidence/2026/a.pdf", ContentFile(b"isi"))
    EvidenceFactory(kind=EvidenceKind.DOCUMENT, url="", file=name)
    digests = [hashlib.sha256(content).hexdigest().encode() for content in (b"isi", b"isu")]

    def exchanged(packed):
        return gzip.compress(gzip.decompress(packed).replace(*digests))

    path = changed(archive_now(), key, {FILES + name: lambda content: b"isu", FILE_LIST: exchanged})

    with pytest.raises(DamagedArchive, match="list of files is not the one that was written"):
        verify(path, key)


def test_an_old_archive_under_a_younger_name_is_refused(archive_now, key):
    path = archive_now()
    now = clock.now()
    honest, forged = (path.with_name(name_at(now + timedelta(hours=hours))) for hours in (-3, 2))
    shutil.copy(path, honest)
    shutil.copy(path, forged)

    assert verify(honest, key)[0].rows > 0
    with pytest.raises(UnknownOrigin, match="its name says later"):
        verify(forged, key)


def changed(path, key, changes):
    """Write the archive anew with changed members, as anybody can who has read one, and return its path."""
    with members_of(path, key) as members:
        contents = {name: stream.read() for name, stream, _size in members}
    forged = path.with_name("forged")
    with forged.open("wb") as target, writing(target, current.BACKUP_RECIPIENTS) as writer:
        for name, content in contents.items():
            writer.add(name, changes.get(name, bytes)(content))
    assert [name for name in changes if name not in contents] == []
    return forged


@pytest.mark.parametrize("wrong", ["AAAA", "kunci"])
def test_a_signing_key_that_is_none_makes_no_backup(archive_now, key, settings, wrong):
    settings.BACKUP_SIGNING_KEY = wrong

    with pytest.raises(BackupError, match="BACKUP_SIGNING_KEY is nothing that"):
        archive_now()


def test_the_keys_of_two_people_open_and_prove_the_same_archives(archive_now, tmp_path, settings, capsys):
    files = [tmp_path / "ani.key", tmp_path / "budi.key"]
    call_command("make_backup_key", *map(str, files))
    values = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    settings.BACKUP_RECIPIENTS = values["BACKUP_RECIPIENTS"].split(",")
    settings.BACKUP_SIGNING_KEY = values["BACKUP_SIGNING_KEY"]
    path = archive_now()

    assert [verify(path, file)[0].rows > 0 for file in files] == [True, True]
    assert [len(signers_in(file)) for file in files] == [1, 1]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    with pytest.raises(CommandError, match=r"ani\.key cannot be written"):
        call_command("make_backup_key", str(files[0]))
