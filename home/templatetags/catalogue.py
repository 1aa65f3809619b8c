"""Template tags that draw what a page of the catalogue repeats a hundred times.

A template looks up, localises and escapes each part by itself, which took most of the time of a page. So these write
their markup at once; what comes from people or from the address is escaped here.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from home.selectors.snippets import Piece
from home.views.facets import Option
from innovation_portal.utils.formats import figure
from innovation_portal.utils.tile_map import SIDE, Tile

register = template.Library()

MIDDLE = SIDE // 2
SQUARE = f'<rect width="{SIDE}" height="{SIDE}" rx="8"/>'
CIRCLE = f'<circle cx="{MIDDLE}" cy="{MIDDLE}" r="{MIDDLE}"/>'


@register.simple_tag
def choices(name: str, options: Iterable[Option]) -> SafeString:
    """Draw the choices of a filter as boxes to tick, each with the number of its results where that is known."""
    return mark_safe("\n".join(_choice(name, option) for option in options))  # noqa: S308  escaped part by part


def _choice(name: str, option: Option) -> str:
    checked = " checked" if option.is_chosen else ""
    count = "" if option.count is None else f'<span class="num">{figure(option.count)}</span>'
    return (
        f'<label class="form-check"><input class="form-check-input" type="checkbox" name="{name}" '
        f'value="{escape(option.value)}"{checked}><span class="form-check-label">{escape(str(option.label))}</span>'
        f"{count}</label>"
    )


@register.simple_tag
def tiles(places: Iterable[Tile]) -> SafeString:
    """Draw places of a tile map as links in an SVG, each in a square of its own that is moved to its place."""
    return mark_safe("\n".join(map(_tile, places)))  # noqa: S308  escaped part by part


def _tile(place: Tile) -> str:
    words = f"{escape(place.name)}: {figure(place.value)}"
    current = ' aria-current="true"' if place.is_chosen else ""
    return (
        f'<a href="{escape(place.url)}" class="v{place.shade}" transform="{place.shift}" '
        f'aria-label="{words}"{current}>'
        f"<title>{words}</title>{CIRCLE if place.is_city else SQUARE}"
        f'<text x="{MIDDLE}" y="{MIDDLE - 2}" aria-hidden="true">{place.letters}</text>'
        f'<text class="num" x="{MIDDLE}" y="{MIDDLE + 13}" aria-hidden="true">{figure(place.value)}</text></a>'
    )


@register.simple_tag
def tile_rows(places: Iterable[Tile]) -> SafeString:
    """Write places of a tile map as rows of a table: the name, which is a link, its letters on the map, the number."""
    return mark_safe("\n".join(map(_tile_row, places)))  # noqa: S308  escaped part by part


def _tile_row(place: Tile) -> str:
    return (
        f'<tr><th scope="row"><a href="{escape(place.url)}">{escape(place.name)}</a> '
        f'<small class="so-quiet">{place.letters}</small></th><td class="num text-end">{figure(place.value)}</td></tr>'
    )


@register.filter
def pieces(text: Iterable[Piece]) -> SafeString:
    """Write a text that is divided into pieces; what the search has met is marked."""
    return format_html_join("", "{}", ((_hit(piece.text) if piece.is_hit else piece.text,) for piece in text))


def _hit(word: str) -> SafeString:
    return format_html("<mark>{}</mark>", word)
