"""Template tags that draw what a page of the catalogue repeats most; in a template each part costs a look-up."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.selectors.snippets import Piece
from home.views.facets import Option
from innovation_portal.utils.formats import figure

register = template.Library()

CHOICE = (
    '<label class="form-check"><input class="form-check-input" type="checkbox" name="{}" value="{}"{}>'
    '<span class="form-check-label">{}</span>{}</label>'
)


@register.simple_tag
def choices(name: str, options: Iterable[Option]) -> SafeString:
    """Draw the choices of a filter as boxes to tick, each with the number of its results where that is known."""
    return format_html_join(
        "\n",
        CHOICE,
        (
            (name, option.value, " checked" if option.is_chosen else "", option.label, _count(option.count))
            for option in options
        ),
    )


def _count(count: int | None) -> str:
    return "" if count is None else format_html('<span class="num">{}</span>', figure(count))


@register.filter
def pieces(text: Iterable[Piece]) -> SafeString:
    """Write a text that is divided into pieces; what the search has met is marked."""
    return format_html_join("", "{}", ((_hit(piece.text) if piece.is_hit else piece.text,) for piece in text))


def _hit(word: str) -> SafeString:
    return format_html("<mark>{}</mark>", word)
