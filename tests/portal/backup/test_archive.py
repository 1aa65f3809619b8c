"""What is inside an archive, also when somebody else has made it."""

import gzip
import tarfile
from io import BytesIO

import pytest
from django.conf import settings as current

from innovation_portal.utils.backup import archive
from innovation_portal.utils.backup.archive import lines_of, members_of, unpacked, writing
from innovation_portal.utils.backup.checking import verify
from innovation_portal.utils.backup.encryption import encrypting
from innovation_portal.utils.backup.errors import BackupError, DamagedArchive

PACKED = gzip.compress(b"abc")


@pytest.fixture
def small(monkeypatch):
    """Let a part have a thousand bytes at most."""
    monkeypatch.setattr(archive, "MOST_PART_BYTES", 1000)


class Counted(BytesIO):
    taken = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def test_a_part_comes_back_as_it_was():
    assert unpacked(BytesIO(gzip.compress(b"a" * 1000))) == b"a" * 1000
    assert lines_of('[1]\n["\u2028"]\n'.encode()) == ["[1]", '["\u2028"]']


def test_a_part_may_be_as_large_as_the_bound(small):
    assert unpacked(BytesIO(gzip.compress(b"a" * 1000))) == b"a" * 1000


def test_a_part_that_unfolds_is_refused_before_it_has_unfolded(small):
    """A hundred megabytes in a hundred kilobytes: hardly any of them is read."""
    packed = Counted(gzip.compress(b"\0" * 100_000_000))

    with pytest.raises(DamagedArchive, match="unfolds to more than any backup writes"):
        unpacked(packed)

    assert packed.taken < len(packed.getvalue()) / 2


@pytest.mark.parametrize(
    "content", [b"no gzip", PACKED[:-9], PACKED[:10] + b"\xff" * 9], ids=["no gzip", "cut", "broken"]
)
def test_a_part_that_is_none_is_refused(content):
    with pytest.raises(DamagedArchive, match="cannot be unpacked"):
        unpacked(BytesIO(content))


@pytest.mark.parametrize("name", ["tables/submissions.Answer/00001.jsonl.gz", "files.jsonl.gz"])
def test_an_archive_that_unfolds_is_refused(tmp_path, key, small, name):
    with (tmp_path / "a").open("wb") as target, writing(target, current.BACKUP_RECIPIENTS) as writer:
        writer.add(name, gzip.compress(b"\0" * 1001))

    with pytest.raises(DamagedArchive, match="unfolds to more than any backup writes"):
        verify(tmp_path / "a", key)


def test_a_manifest_without_an_end_is_refused(tmp_path, key, small):
    with (tmp_path / "a").open("wb") as target, writing(target, current.BACKUP_RECIPIENTS) as writer:
        writer.add("manifest.json", b" " * 1000 + b"{}")

    with pytest.raises(DamagedArchive, match="manifest of the archive cannot be read"):
        verify(tmp_path / "a", key)


def test_no_backup_is_made_that_no_restore_would_take(tmp_path, key, small):
    with (
        pytest.raises(BackupError, match="A part of the archive would have 1001 bytes"),
        (tmp_path / "a").open("wb") as target,
        writing(target, current.BACKUP_RECIPIENTS) as writer,
    ):
        writer.add_table("accounts.User", ["id"], ["a" * 1000])


def link():
    info = tarfile.TarInfo("files/a")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return info


def sparse():
    """A file that says to have a terabyte of which nothing is stored."""
    info = tarfile.TarInfo("files/a")
    info.pax_headers = {"GNU.sparse.size": str(10**12), "GNU.sparse.numbytes": "0", "GNU.sparse.offset": "0"}
    info.pax_headers |= {"GNU.sparse.numblocks": "1", "GNU.sparse.map": "0,0"}
    return info


@pytest.mark.parametrize("info", [link(), sparse()], ids=["link", "sparse"])
def test_a_member_that_is_no_plain_file_is_refused(tmp_path, key, info):
    with (
        (tmp_path / "a").open("wb") as target,
        encrypting(target, current.BACKUP_RECIPIENTS) as stream,
        tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.addfile(info)

    with (
        pytest.raises(DamagedArchive, match="something that no backup writes: files/a"),
        members_of(tmp_path / "a", key) as found,
    ):
        next(found)
