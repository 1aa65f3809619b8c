import pytest

from innovation_portal.utils import checks
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.django_db
def test_demonstration_rows_are_named_where_they_are_not_allowed(settings):
    settings.DEMONSTRATION_ALLOWED = False
    UserFactory()
    assert checks.no_demonstration_data(None, databases=["default"]) == []

    UserFactory(is_example=True)
    EditionFactory(is_example=True)

    (error,) = checks.no_demonstration_data(None, databases=["default"])
    assert error.id == "portal.E001"
    assert error.msg == "The database holds demonstration data (submissions.Edition, accounts.User)."


@pytest.mark.django_db
def test_demonstration_rows_are_welcome_in_the_demonstration(settings):
    settings.DEMONSTRATION_ALLOWED = True
    UserFactory(is_example=True)

    assert checks.no_demonstration_data(None, databases=["default"]) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://inovasi.example.id", []),
        ("http://inovasi.example.id", ["portal.E002"]),
        ("https://lain.example.id", ["portal.E002"]),
        ("inovasi.example.id", ["portal.E002"]),
    ],
)
def test_portal_address_is_https_and_answered(settings, address, expected):
    settings.PORTAL_ADDRESS, settings.ALLOWED_HOSTS = address, ["inovasi.example.id"]

    assert ids(checks.address_is_reachable(None)) == expected


@pytest.mark.parametrize(("backend", "expected"), [("smtp", []), ("console", ["portal.E003"])])
def test_mail_backend_delivers(settings, backend, expected):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"

    assert ids(checks.mail_is_delivered(None)) == expected


def test_translation_that_is_not_compiled_is_named(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "locale/id/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()

    assert ids(checks.translations_are_compiled(None)) == ["portal.E004"]

    (folder / "django.mo").touch()
    assert checks.translations_are_compiled(None) == []
