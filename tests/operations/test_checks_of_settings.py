import pytest
from django.db import connection

from innovation_portal.operations.checks import settings as checks


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("Rp7-kain!" * 6, []), ("only-for-tests", ["portal.E010"]), ("a" * 60, ["portal.E010"])],
)
def test_secret_key_is_long_and_mixed(settings, key, expected):
    settings.SECRET_KEY = key

    assert ids(checks.secret_key_is_secret(None)) == expected


@pytest.mark.parametrize(("debug", "expected"), [(False, []), (True, ["portal.E011"])])
def test_faults_are_not_shown(settings, debug, expected):
    settings.DEBUG = debug

    assert ids(checks.faults_are_not_shown(None)) == expected


@pytest.mark.parametrize(
    ("hosts", "expected"), [(["inovasi.example.id"], []), (["inovasi.example.id", "*"], ["portal.E012"])]
)
def test_hosts_are_named(settings, hosts, expected):
    settings.ALLOWED_HOSTS = hosts

    assert ids(checks.hosts_are_named(None)) == expected


@pytest.mark.parametrize(
    ("engine", "processes", "mounts", "expected"),
    [
        ("sqlite3", 2, "/dev/sda1 / ext4 rw 0 0", []),
        ("sqlite3", 8, "/dev/sda1 / ext4 rw 0 0", ["portal.W020"]),
        ("sqlite3", 2, "/dev/sda1 / ext4 rw 0 0\nserver:/data /srv/data nfs4 rw 0 0", ["portal.W021"]),
        ("sqlite3", 2, "server:/ / nfs4 rw 0 0\n/dev/sdb /srv/data ext4 rw 0 0", []),
        ("postgresql", 8, "server:/ / nfs4 rw 0 0", []),
    ],
)
def test_sqlite_serves_few_processes_from_a_disk_of_its_own(
    settings, tmp_path, monkeypatch, engine, processes, mounts, expected
):
    settings.WEB_CONCURRENCY = processes
    for name, value in {"ENGINE": f"django.db.backends.{engine}", "NAME": "/srv/data/portal.sqlite3"}.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    (tmp_path / "mounts").write_text(mounts)
    monkeypatch.setattr(checks, "MOUNTS", tmp_path / "mounts")

    assert ids(checks.sqlite_is_enough(None)) == expected


@pytest.mark.parametrize(
    ("address", "processes", "expected"),
    [("", 1, []), ("", 4, ["portal.W022"]), ("redis://localhost", 4, [])],
)
def test_limits_are_shared_between_processes(settings, address, processes, expected):
    settings.REDIS_URL, settings.WEB_CONCURRENCY = address, processes

    assert ids(checks.limits_are_shared(None)) == expected


@pytest.mark.parametrize(
    ("header", "count", "expected"),
    [
        (("HTTP_X_FORWARDED_PROTO", "https"), 1, []),
        (("HTTP_X_FORWARDED_PROTO", "https"), 0, ["portal.W023"]),
        (None, 0, []),
    ],
)
def test_visitors_behind_a_proxy_are_told_apart(settings, header, count, expected):
    settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT = header, count

    assert ids(checks.visitors_are_told_apart(None)) == expected


@pytest.mark.parametrize(("zone", "expected"), [("Asia/Jayapura", []), ("UTC", ["portal.W024"])])
def test_time_zone_is_indonesian(settings, zone, expected):
    settings.TIME_ZONE = zone

    assert ids(checks.time_zone_is_that_of_the_office(None)) == expected
