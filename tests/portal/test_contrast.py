"""Every pair of colours listed at the top of tokens.css keeps its WCAG ratio, and the list tells the truth."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
PAIRS = re.findall(r"^\s+([\w-]+)\s+on ([\w-]+)\s+needs ([\d.]+)\s+light\s+([\d.]+)\s+dark\s+([\d.]+)$", CSS, re.M)


def colours_of(selector: str) -> dict[str, str]:
    block = CSS[CSS.index(selector + "{") :].split("}", 1)[0]
    return dict(re.findall(r"--so-([\w-]+):(#[0-9A-Fa-f]{6})\b", block))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


LIGHT, DARK = colours_of(":root,[data-bs-theme=light]"), colours_of("[data-bs-theme=dark]")


def test_the_list_of_pairs_is_found():
    assert len(PAIRS) == 47


@pytest.mark.parametrize(("front", "back", "need", "light", "dark"), PAIRS)
def test_pair_is_readable_and_listed_right(front, back, need, light, dark):
    for colours, listed in ((LIGHT, light), (DARK, dark)):
        found = ratio(colours[front], colours[back])
        assert found >= float(need)
        assert found == pytest.approx(float(listed), abs=0.01)


def test_dark_theme_of_the_system_is_the_chosen_dark_theme():
    assert colours_of("@media(prefers-color-scheme:dark){:root:not([data-bs-theme])") == DARK
