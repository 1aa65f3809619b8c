"""The portal in the colour of another government is as readable as in indigo."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from innovation_portal.utils.accents import BLOCKS, HUES, accent_stylesheet
from tests.portal.test_contrast import CSS, DARK, LIGHT, PAIRS, ratio

FOLDER = settings.BASE_DIR / "static/css/accents"


def colours_in(css, selector):
    block = css[css.index(selector + "{") :].split("}", 1)[0]
    return dict(re.findall(r"--so-([\w-]+):(#[0-9A-F]{6})\b", block))


def test_every_accent_has_the_stylesheet_that_the_tokens_give():
    """After a change of tokens.css: manage.py write_accents."""
    assert {path.stem: path.read_text() for path in FOLDER.iterdir()} == {
        name: accent_stylesheet(CSS, hue) for name, hue in HUES.items()
    }


@pytest.mark.parametrize("name", HUES)
@pytest.mark.parametrize(("front", "back", "need", "light", "dark"), PAIRS)
def test_every_pair_is_readable_in_every_accent(name, front, back, need, light, dark):
    css = (FOLDER / f"{name}.css").read_text()
    light_theme, dark_theme, by_system = (colours_in(css, selector) for selector, _end in BLOCKS)

    assert by_system == dark_theme
    for colours, listed in ((LIGHT | light_theme, light), (DARK | dark_theme, dark)):
        found = ratio(colours[front], colours[back])
        assert found >= float(need) - 0.005
        assert found == pytest.approx(float(listed), rel=0.03)


def test_pages_link_to_the_accent_that_is_set(settings, client, secretary):
    settings.ACCENT = "mengkudu"
    client.force_login(secretary)

    pages = [render_to_string("404.html"), client.get(reverse("wagtailadmin_home")).content.decode()]

    assert [page.count("css/accents/mengkudu.css") for page in pages] == [1, 1]
    settings.ACCENT = "nila"
    assert "css/accents" not in render_to_string("404.html")
