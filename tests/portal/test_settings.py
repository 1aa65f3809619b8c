import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "innovation_portal.settings.production",
    "SECRET_KEY": "Rp7-kain!" * 6,
    "ALLOWED_HOSTS": "inovasi.example.id",
    "PORTAL_ADDRESS": "https://inovasi.example.id",
    "EMAIL_URL": "submission://portal:secret@mail.example.id:587",
    "DEFAULT_FROM_EMAIL": "portal@example.id",
    "S3_BUCKET": "",
    "REDIS_URL": "",
    "WEB_CONCURRENCY": "1",
}


def production(tmp_path, *command, **changes):
    """Run Python as production would start it, on an empty database; a variable set to None is missing."""
    places = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/production.sqlite3",
        "STATIC_ROOT": f"{tmp_path}/static",
        "MEDIA_ROOT": f"{tmp_path}/media",
        "PARTIAL_UPLOADS_ROOT": f"{tmp_path}/partial_uploads",
    }
    environment = {**os.environ, **places, **PRODUCTION, **changes}
    return subprocess.run(  # noqa: S603
        [sys.executable, *command],
        env={name: value for name, value in environment.items() if value is not None},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_check_of_a_new_installation_names_what_is_still_to_do(tmp_path):
    """Nothing is wrong with the settings: files are to be collected, tables to be made."""
    result = production(tmp_path, "manage.py", "check", "--deploy", "--database=default")

    assert result.returncode == 0, result.stderr
    assert re.findall(r"\(([a-z]+\.[EW]\d+)\)", result.stderr) == ["portal.W033", "portal.W041"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", ""),
        ("PORTAL_ADDRESS", None),
        ("EMAIL_URL", None),
        ("DEFAULT_FROM_EMAIL", None),
    ],
)
def test_production_does_not_start_without_its_secrets(tmp_path, name, value):
    result = production(tmp_path, "-c", "import innovation_portal.settings.production", **{name: value})

    assert result.returncode == 1
    assert f'"{name}"' in result.stderr


def test_production_counts_attempts_by_the_address_that_the_proxy_saw(tmp_path):
    address_of_visitor = (
        "import django; django.setup(); "
        "from allauth.account.adapter import get_adapter; from django.test import RequestFactory; "
        "request = RequestFactory().get('/', headers={'X-Forwarded-For': '192.0.2.1, 203.0.113.9'}); "
        "print(get_adapter().get_client_ip(request))"
    )

    assert production(tmp_path, "-c", address_of_visitor).stdout.strip() == "203.0.113.9"


def test_production_does_not_start_with_demonstration_data(tmp_path):
    make_example_account = (
        "import django; django.setup(); "
        "from django.core.management import call_command; call_command('migrate', 'accounts', verbosity=0); "
        "from innovation_portal.accounts.models import User; "
        "User.objects.create_user('siti@example.id', name='Siti', is_example=True)"
    )
    assert production(tmp_path, "-c", make_example_account).returncode == 0

    result = production(tmp_path, "-c", "import innovation_portal.wsgi")

    assert result.returncode == 1
    assert "portal.E001" in result.stderr


def test_every_variable_that_is_read_stands_in_the_example():
    sources = [*(settings.BASE_DIR / "innovation_portal/settings").glob("*.py")]
    sources.append(settings.BASE_DIR / "innovation_portal/gunicorn.py")
    text = "\n".join(source.read_text() for source in sources)
    read = set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*["']([A-Z0-9_]+)["']""", text))

    listed = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE)

    assert sorted(listed) == sorted(read)


@pytest.mark.django_db
def test_database_settings_hold_on_the_connection():
    if connection.vendor == "postgresql":
        assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
        return
    names = ("journal_mode", "foreign_keys", "synchronous")
    with connection.cursor() as cursor:
        values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    assert values == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    assert connection.transaction_mode == "IMMEDIATE"


def test_request_that_is_larger_than_anything_accepted_is_refused_unread(client, db, settings):
    settings.REQUEST_MAX_BYTES = 1000

    response = client.post("/ok/", data="x" * 1001, content_type="text/plain")

    assert response.status_code == 413
    assert "Ini terlalu besar untuk diterima" in response.content.decode()
    assert client.get("/ok/").status_code == 200
