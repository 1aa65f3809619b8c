"""Template tags that draw at once what a page of leadership repeats hundreds of times."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from innovation_portal.utils.templatetags.portal import kawung
from innovation_portal.utils.tile_map import Tile
from submissions.enums import DutyOutcome
from submissions.models import Edition
from submissions.selectors.matrix import Cell
from submissions.selectors.overview import Patch

register = template.Library()

PETALS_OF_OUTCOMES = {DutyOutcome.MET: 4, DutyOutcome.UNMET: 0}
SHARE_TILE = (
    '<li class="r{} c{} v{}{}"><a href="{}">{}<small class="num" aria-hidden="true">{}</small>'
    '<span class="visually-hidden">{}: {}</span></a></li>'
)
NO_DUTY = mark_safe('<span aria-hidden="true">–</span>')


@register.simple_tag
def duty_cells(cells: Iterable[Cell]) -> SafeString:
    """Draw the cells of a row of the matrix: a kawung that is full or empty, and the outcome in words."""
    outcomes = [cell.outcome for cell in cells]
    drawn = {outcome: _cell(outcome) for outcome in set(outcomes)}
    return mark_safe("".join(drawn[outcome] for outcome in outcomes))  # noqa: S308  escaped cell by cell


def _cell(outcome: DutyOutcome) -> str:
    petals = PETALS_OF_OUTCOMES.get(outcome)
    mark = NO_DUTY if petals is None else kawung(petals, "paper")
    return format_html('<td>{}<span class="visually-hidden">{}</span></td>', mark, outcome.label)


@register.simple_tag
def patches(cloth: Iterable[Patch], edition: Edition) -> SafeString:
    """Draw the kawung of a cloth: an agency leads to its page and tells its state, a region has its name alone."""
    return format_html_join("", "<li>{}</li>", ((_patch(patch, edition),) for patch in cloth))


def _patch(patch: Patch, edition: Edition) -> str:
    mark = kawung(patch.petals)
    if patch.agency_id is None:
        return format_html('{}<span class="visually-hidden">{}</span>', mark, patch.name)
    return format_html(
        '<a href="{}" title="{}">{}<span class="visually-hidden">{}: {}</span></a>',
        reverse("submissions:monitoring-agency", args=[edition.year, patch.agency_id]),
        patch.name,
        mark,
        patch.name,
        patch.state.label,
    )


@register.simple_tag
def share_tiles(places: Iterable[Tile]) -> SafeString:
    """Draw the places of a map of shares in per cent as a list of links; one without a duty says so."""
    no_duty = _("no duty")
    return format_html_join("", SHARE_TILE, (_share_tile(place, no_duty) for place in places))


def _share_tile(place: Tile, no_duty: str) -> tuple:
    owes = place.value is not None
    shown = f"{place.value}%" if owes else "–"
    return (
        place.row,
        place.column,
        place.shade if owes else "-none",
        " kota" if place.is_city else "",
        place.url,
        place.letters,
        shown,
        place.name,
        shown if owes else no_duty,
    )
