from io import BytesIO

import pyrage
import pytest

from innovation_portal.utils.backup.encryption import decrypting, encrypting, new_key
from innovation_portal.utils.backup.errors import BackupError, DamagedArchive, WrongKey

LONG = bytes(range(256)) * 4096  # a megabyte: more than a pipe and than a chunk of age hold


@pytest.fixture
def keys(tmp_path):
    text, public = new_key()
    path = tmp_path / "key.txt"
    path.write_text(text)
    return path, public


def encrypted(public, content=LONG):
    target = BytesIO()
    with encrypting(target, [public]) as stream:
        stream.write(content)
    return target.getvalue()


def decrypted(content, path):
    with decrypting(BytesIO(content), path) as stream:
        return stream.read()


def test_what_was_encrypted_comes_back_and_is_the_age_format(keys):
    path, public = keys
    sealed = encrypted(public)
    identity = pyrage.x25519.Identity.from_str(path.read_text().splitlines()[1])

    assert (decrypted(sealed, path), pyrage.decrypt(sealed, [identity])) == (LONG, LONG)
    assert sealed.startswith(b"age-encryption.org/v1\n")


def test_any_of_several_keys_opens_it(keys, tmp_path):
    path, public = keys
    text, second = new_key()
    (tmp_path / "second").write_text(text)
    target = BytesIO()
    with encrypting(target, [public, second]) as stream:
        stream.write(b"isi")

    assert [decrypted(target.getvalue(), one) for one in (path, tmp_path / "second")] == [b"isi", b"isi"]


def test_another_key_opens_nothing(keys, tmp_path):
    (tmp_path / "other").write_text(new_key()[0])

    with pytest.raises(WrongKey, match="This key does not open the archive"):
        decrypted(encrypted(keys[1]), tmp_path / "other")


@pytest.mark.parametrize("content", [None, "", "age1xyz", "AGE-SECRET-KEY-1NONSENSE"])
def test_a_file_that_is_no_key_is_named(keys, tmp_path, content):
    path = tmp_path / "none"
    if content is not None:
        path.write_text(content)

    with pytest.raises(WrongKey, match=str(path) if content != "AGE-SECRET-KEY-1NONSENSE" else "cannot be read"):
        decrypted(encrypted(keys[1]), path)


@pytest.mark.parametrize("place", [0.001, 0.5, 0.999])
def test_one_changed_bit_is_noticed(keys, place):
    sealed = bytearray(encrypted(keys[1]))
    sealed[int(len(sealed) * place)] ^= 1

    with pytest.raises(DamagedArchive):
        decrypted(bytes(sealed), keys[0])


@pytest.mark.parametrize("length", [0, 10, 65536, -65552, -1])
def test_a_missing_end_is_noticed(keys, length):
    with pytest.raises(DamagedArchive):
        decrypted(encrypted(keys[1])[:length], keys[0])


@pytest.mark.parametrize("recipients", [[], ["age1nonsense"], [""]])
def test_no_public_key_no_backup(recipients):
    with pytest.raises(BackupError, match="BACKUP_RECIPIENTS"), encrypting(BytesIO(), recipients):
        pass


def test_a_full_disk_is_told_to_who_writes(keys):
    class FullDisk(BytesIO):
        def write(self, piece):
            raise OSError(28, "No space left on device")

    with pytest.raises(Exception, match="No space left on device"):
        write_much(FullDisk(), keys[1])


def write_much(target, public):
    with encrypting(target, [public]) as stream:
        for _round in range(20):
            stream.write(LONG)


def test_an_error_of_who_writes_is_not_hidden(keys):
    with pytest.raises(ZeroDivisionError), encrypting(BytesIO(), [keys[1]]):
        1 / 0  # noqa: B018
