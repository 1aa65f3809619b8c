"""Settings, the checks of them, and the command that makes a key for the demonstration."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from innovation_portal.utils import clock
from judging.checks import signing_can_work, signing_key_lasts
from judging.metrics import time_left_to_sign
from judging.signing import KeyUnusable
from judging.signing.configured import configured_key, configured_trust, end_of_signing, has_key
from tests.factories.signing import OFFICIAL, PASSPHRASE


def problems() -> list[tuple[str, str]]:
    return [(error.id, error.msg) for error in signing_can_work(None)]


@pytest.fixture
def own_key(settings, tmp_path, issuer):
    """The portal has a key in a file and trusts its issuer."""
    settings.SIGNING_PKCS12, settings.SIGNING_PKCS12_PASSPHRASE = tmp_path / "segel.p12", PASSPHRASE
    settings.SIGNING_TRUST = tmp_path / "akar.pem"
    settings.SIGNING_PKCS12.write_bytes(issuer.pkcs12())
    settings.SIGNING_TRUST.write_bytes(issuer.pem)


@pytest.fixture
def made_key(settings, tmp_path, capsys):
    call_command("make_test_signing_key", tmp_path / "uji")
    told = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    settings.SIGNING_PKCS12 = Path(told["SIGNING_PKCS12"])
    settings.SIGNING_PKCS12_PASSPHRASE = told["SIGNING_PKCS12_PASSPHRASE"]


def test_portal_without_a_key_signs_nothing_and_is_sound():
    with pytest.raises(KeyUnusable), configured_key():
        pytest.fail("there is no key")

    assert (has_key(), configured_trust(), problems()) == (False, (), [])


def test_key_of_the_settings_is_read_with_its_time_stamper(own_key, settings):
    settings.SIGNING_TSA_URL = "https://tsa.example.go.id/"

    with configured_key() as key:
        assert (key.name, key.timestamper.url, has_key()) == (OFFICIAL, "https://tsa.example.go.id/", True)

    assert problems() == []


def test_command_makes_a_test_key_that_the_demonstration_may_use(made_key, settings):
    with configured_key() as key:
        assert key.is_test
    assert settings.SIGNING_PKCS12.stat().st_mode & 0o077 == 0
    assert problems() == []


def test_test_key_is_refused_outside_the_demonstration(made_key, settings, tmp_path):
    settings.DEMONSTRATION_ALLOWED = False

    with pytest.raises(KeyUnusable), configured_key():
        pytest.fail("the test key was given")
    with pytest.raises(CommandError):
        call_command("make_test_signing_key", tmp_path / "lain")

    assert problems() == [
        (
            "judging.E001",
            "The signing key cannot be used: The key is a self-made test key, which only the demonstration may use.",
        )
    ]


def test_command_never_writes_over_a_key(made_key, settings):
    before = settings.SIGNING_PKCS12.read_bytes()

    with pytest.raises(CommandError):
        call_command("make_test_signing_key", settings.SIGNING_PKCS12.parent)

    assert settings.SIGNING_PKCS12.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SIGNING_PKCS12_PASSPHRASE", "salah", "judging.E001"),
        ("SIGNING_PKCS12", Path("/tidak/ada.p12"), "judging.E001"),
        ("SIGNING_PKCS11_LIBRARY", Path("/tidak/ada.so"), "judging.E001"),
        ("SIGNING_TRUST", None, "judging.E002"),
        ("SIGNING_TRUST", Path("/tidak/ada"), "judging.E002"),
        ("SIGNING_TSA_URL", "tsa.example.go.id", "judging.E003"),
    ],
)
def test_wrong_setting_is_named_without_its_secret(own_key, settings, name, value, expected):
    setattr(settings, name, value)

    [(found, message)] = problems()

    assert found == expected
    assert PASSPHRASE not in message
    assert "salah" not in message


def test_token_without_its_labels_or_library_is_named(settings):
    settings.SIGNING_PKCS11_LIBRARY = Path("/tidak/ada.so")

    assert problems() == [
        (
            "judging.E001",
            "SIGNING_PKCS11_LIBRARY is set without SIGNING_PKCS11_TOKEN, SIGNING_PKCS11_LABEL, SIGNING_PKCS11_PIN.",
        ),
        ("judging.E001", "SIGNING_PKCS11_LIBRARY /tidak/ada.so is missing."),
    ]


def test_certificate_that_ends_soon_is_named(own_key):
    ends_at = end_of_signing()

    assert signing_key_lasts(None) == []
    with clock.at(ends_at - timedelta(days=60)):
        assert [(found.id, f"{ends_at:%Y-%m-%d}" in found.msg) for found in signing_key_lasts(None)] == [
            ("judging.W001", True)
        ]


def test_key_that_is_missing_or_unreadable_has_no_end(own_key, settings):
    settings.SIGNING_PKCS12_PASSPHRASE = "salah"
    assert (end_of_signing(), signing_key_lasts(None)) == (None, [])

    settings.SIGNING_PKCS12 = None
    assert (end_of_signing(), signing_key_lasts(None)) == (None, [])


def test_monitoring_hears_how_long_the_certificate_lasts(own_key, settings):
    with clock.at(end_of_signing() - timedelta(days=3)):
        left = [sample.value for sample in time_left_to_sign().samples]
    settings.SIGNING_PKCS12 = None

    assert (left, time_left_to_sign().samples) == ([3 * 86400], [])
