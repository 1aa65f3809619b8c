"""The portal of another province says nowhere whose it was first (docs/operations/another-province.md)."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.database import _copy, _template_name

OURS = re.compile(r"Jawa Tengah|Jateng|jatengprov|Satu OPD|Central Java|Nomor 3 Tahun 2019")
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "innovation_portal.settings.test",
    "PORTAL_NAME": "Timur Berinovasi",
    "PROVINCE": "Contoh Timur",
    "LEGAL_BASIS": "Peraturan Gubernur Contoh Timur Nomor 1 Tahun 2026 menjadi dasar portal ini.",
    "ACCENT": "mengkudu",
}
# Where the code names Central Java or the programme, and why it may.
NAMED = {
    "innovation_portal/settings/base.py": "what is set when nobody sets anything else",
    "innovation_portal/utils/tile_map.py": "the map of that province; others have their lists",
    "static/css/tokens.css": "a comment",
    "static/css/components.css": "a comment",
}
APART = ("/data/", "/demonstration/", "/benchmark/", "/migrations/")


def names_of(text):
    return sorted(set(OURS.findall(text)))


@pytest.mark.once
@pytest.mark.django_db
def test_every_page_names_the_other_province(tmp_path):
    portal = _copy(_template_name(), str(tmp_path / "portal.sqlite3"))
    places = {"DATABASE_URL": f"sqlite:///{portal}", "MEDIA_ROOT": str(tmp_path / "media")}

    walked = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.province.walk", str(tmp_path)],
        env=os.environ | SETTINGS | places,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        check=True,
    )

    told = json.loads(walked.stdout.decode().splitlines()[-1])
    assert {path: names_of(text) for path, text in told.items() if names_of(text)} == {}
    assert "Setiap perangkat daerah membuat" in told["/"]
    for words in ("Timur Berinovasi", "Pemerintah Provinsi Contoh Timur", SETTINGS["LEGAL_BASIS"], "accents/mengkudu"):
        assert words in told["/"]
    assert "Timur Berinovasi" in told["letter"]


@pytest.mark.once
def test_the_code_names_our_province_only_where_it_may():
    root = settings.BASE_DIR
    folders = ("home", "innovation_portal", "judging", "submissions", "templates", "static/js", "static/css", "locale")
    paths = [path for folder in folders for path in (root / folder).rglob("*") if path.suffix in ENDINGS]
    found = {path.relative_to(root).as_posix() for path in paths if names_of(path.read_text())}

    assert {path for path in found if not any(part in f"/{path}" for part in APART)} == set(NAMED)


ENDINGS = {".py", ".html", ".txt", ".js", ".css", ".po", ".toml"}
