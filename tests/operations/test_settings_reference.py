"""docs/settings.md says what .env.example and the code say."""

import pytest
from django.conf import settings

from innovation_portal.operations.settings_reference import defaults_of, explained_settings, written_reference


def test_the_reference_is_up_to_date():
    """After a change of settings: manage.py settings_reference."""
    assert (settings.BASE_DIR / "docs/settings.md").read_text() == written_reference(settings.BASE_DIR)


def test_every_setting_is_explained_once():
    explained = list(explained_settings((settings.BASE_DIR / ".env.example").read_text()))

    names = [name for name, _purpose, _example in explained]
    assert sorted(names) == sorted(defaults_of(settings.BASE_DIR))
    assert [name for name, purpose, _example in explained if not purpose] == []


def test_what_production_needs_is_marked():
    lines = (settings.BASE_DIR / "docs/settings.md").read_text().splitlines()

    required = [line.split("`")[1] for line in lines if "**Required.**" in line]
    assert required == ["SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_ADDRESS", "EMAIL_URL", "DEFAULT_FROM_EMAIL"]


def test_a_comment_belongs_to_the_settings_below_it():
    text = "# Of the whole file.\n\n# First line\n# and second.\nA_KEY=1\n#B_KEY=2\n# Another.\nC_KEY=\n"

    assert list(explained_settings(text)) == [
        ("A_KEY", "First line and second.", "1"),
        ("B_KEY", "First line and second.", "2"),
        ("C_KEY", "Another.", ""),
    ]


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("DATABASE_URL", "sqlite:///var/portal.sqlite3"),
        ("PORTAL_ADDRESS", "http://localhost:8000"),
        ("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"),
        ("MEDIA_ROOT", "var/media"),
        ("S3_ENDPOINT_URL", ""),
        ("WEB_THREADS", "4"),
    ],
)
def test_defaults_stand_as_an_operator_would_write_them(name, default):
    assert defaults_of(settings.BASE_DIR)[name] == default
