"""The words that Wagtail's scripts put on the screen."""

import json
import re
from pathlib import Path

import pytest
import wagtail.admin
from django.urls import reverse

LANGUAGES = Path(wagtail.admin.__file__).parent / "locale"
MESSAGE = re.compile(r'^msgid ("(?:.*)"(?:\n".*")*)$', re.MULTILINE)


def words_of_wagtail():
    """Every text of Wagtail's own scripts, as its English catalogue has it."""
    source = (LANGUAGES / "en" / "LC_MESSAGES" / "djangojs.po").read_text(encoding="utf-8")
    texts = ("".join(json.loads(line) for line in found.splitlines()) for found in MESSAGE.findall(source))
    return {text for text in texts if text}


def catalogue(client):
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    return json.loads(re.search(r"const newcatalog = ({.*?});\n", script, re.DOTALL)[1])


def test_every_word_of_wagtails_scripts_is_indonesian(client, db):
    assert words_of_wagtail() - set(catalogue(client)) == set()
    assert catalogue(client)["Collapse all"] == "Lipat semua"


@pytest.mark.parametrize("word", ["Collapse all", "(New)"])
def test_whoever_chose_english_reads_english(client, db, settings, word):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert catalogue(client)[word] == word
