from datetime import UTC, datetime

import pytest

from judging.signing import TEST_MARK, KeyUnusable, make_test_key, pkcs11_key, pkcs12_key, read_trust
from judging.signing.keys import name_of
from tests.factories.signing import OFFICIAL, PASSPHRASE

AT = datetime(2026, 9, 9, tzinfo=UTC)


def test_key_says_whose_it_is(issuer):
    key = pkcs12_key(issuer.pkcs12(), PASSPHRASE)

    assert (key.name, key.is_test) == (OFFICIAL, False)


def test_self_made_key_says_in_its_names_that_it_is_a_test():
    key = pkcs12_key(make_test_key(passphrase="x", at=AT).pkcs12, "x")

    assert (key.name, key.is_test) == ("Segel portal (UJI, bukan tanda tangan resmi)", True)


@pytest.mark.parametrize("passphrase", ["salah", ""])
def test_wrong_passphrase_is_told_without_repeating_it(issuer, passphrase):
    with pytest.raises(KeyUnusable) as error:
        pkcs12_key(issuer.pkcs12(), passphrase)

    assert str(error.value) == "The PKCS#12 file cannot be opened: it is damaged, or the passphrase is wrong."


def test_token_that_is_not_there_is_told_without_its_pin(tmp_path):
    with pytest.raises(KeyUnusable) as error, pkcs11_key(str(tmp_path / "none.so"), token="a", label="b", pin="4711"):
        pytest.fail("a missing library gave a key")

    assert str(error.value).startswith("The PKCS#11 token cannot be used: ")
    assert "4711" not in str(error.value)


def test_roots_are_read_from_a_file_or_all_of_a_folder(issuer, tmp_path):
    (tmp_path / "satu.pem").write_bytes(issuer.pem)
    (tmp_path / "dua.crt").write_bytes(make_test_key(passphrase="x", at=AT).root)
    (tmp_path / "catatan.txt").write_text("bukan sertifikat")

    one, all_of_them = read_trust(tmp_path / "satu.pem"), read_trust(tmp_path)

    assert [root.dump() for root in one] == [issuer.root.dump()]
    assert [name_of(root) for root in all_of_them] == [f"Penerbit ({TEST_MARK})", "Penyelenggara Sertifikasi"]


@pytest.mark.parametrize("content", [b"", b"bukan sertifikat"])
def test_roots_that_cannot_be_read_are_told(tmp_path, content):
    file = tmp_path / "akar.pem"
    file.write_bytes(content)

    with pytest.raises(KeyUnusable):
        read_trust(file)


def test_folder_that_is_empty_or_missing_trusts_nobody(tmp_path):
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(KeyUnusable):
            read_trust(path)
