"""Template tags that draw at once what a page of leadership repeats hundreds of times."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from innovation_portal.utils.templatetags.portal import kawung
from submissions.enums import DutyOutcome
from submissions.selectors.matrix import Cell

register = template.Library()

PETALS_OF_OUTCOMES = {DutyOutcome.MET: 4, DutyOutcome.UNMET: 0}
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
