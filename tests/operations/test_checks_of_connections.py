import pytest
from django.db import connection

from innovation_portal.operations.checks import connections as checks


@pytest.fixture
def here(settings, monkeypatch):
    """An installation whose services are all on this machine, but for a mail server with TLS."""
    settings.REDIS_URL, settings.SIGNING_TSA_URL, settings.CLAMD_ADDRESS = "redis://127.0.0.1:6379/0", "", ""
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "mail.example.go.id", True, False
    stored = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.STORAGES = settings.STORAGES | stored

    def database(place, **options):
        for name, value in {"ENGINE": "django.db.backends.postgresql", "HOST": place, "OPTIONS": options}.items():
            monkeypatch.setitem(connection.settings_dict, name, value)

    database("", host="/var/run/postgresql")
    settings.database = database
    return settings


def named():
    return [message.msg.split()[0] for message in checks.other_machines_are_spoken_to_in_private(None)]


def test_services_of_this_machine_need_no_encryption(here):
    assert named() == []


@pytest.mark.parametrize(
    ("host", "options", "expected"),
    [
        ("127.0.0.1", {}, []),
        ("::1", {}, []),
        ("db.example.go.id", {"sslmode": "verify-full"}, []),
        ("db.example.go.id", {"sslmode": "require"}, ["DATABASE_URL"]),
        ("10.0.0.7", {}, ["DATABASE_URL"]),
    ],
)
def test_a_database_elsewhere_is_checked_by_its_name(here, host, options, expected):
    here.database(host, **options)

    assert named() == expected


@pytest.mark.parametrize(
    ("setting", "address", "expected"),
    [
        ("REDIS_URL", "redis://10.0.0.7:6379/0", ["REDIS_URL"]),
        ("REDIS_URL", "rediss://10.0.0.7:6379/0", []),
        ("REDIS_URL", "redis://localhost:6379/0", []),
        ("SIGNING_TSA_URL", "http://tsa.example.go.id/", ["SIGNING_TSA_URL"]),
        ("SIGNING_TSA_URL", "https://tsa.example.go.id/", []),
        ("SENTRY_DSN", "http://kunci@10.0.0.8/1", ["SENTRY_DSN"]),
        ("SENTRY_DSN", "https://kunci@glitchtip.example.go.id/1", []),
        ("CLAMD_ADDRESS", "tcp:10.0.0.9:3310", ["CLAMD_ADDRESS"]),
        ("CLAMD_ADDRESS", "tcp:127.0.0.1:3310", []),
        ("CLAMD_ADDRESS", "unix:/run/clamav/clamd.ctl", []),
    ],
)
def test_services_elsewhere_are_spoken_to_with_tls(here, setting, address, expected):
    setattr(here, setting, address)

    assert named() == expected


@pytest.mark.parametrize(
    ("host", "tls", "ssl", "expected"),
    [
        ("mail.example.go.id", False, False, ["EMAIL_URL"]),
        ("mail.example.go.id", False, True, []),
        ("localhost", False, False, []),
    ],
)
def test_mail_leaves_this_machine_with_tls(here, host, tls, ssl, expected):
    here.EMAIL_HOST, here.EMAIL_USE_TLS, here.EMAIL_USE_SSL = host, tls, ssl

    assert named() == expected


@pytest.mark.parametrize(
    ("address", "expected"), [("http://s3.example.go.id", ["S3_ENDPOINT_URL"]), ("https://s3.example.go.id", [])]
)
def test_a_storage_elsewhere_is_spoken_to_with_tls(here, address, expected):
    options = {"OPTIONS": {"endpoint_url": address}}
    here.STORAGES = here.STORAGES | {"default": here.STORAGES["default"] | options}

    assert named() == expected
