"""What a section holds where it asks for something else than free text: its value, and the same in words.

The value is what the form and the tables read; the words are what people compare, search, freeze and print. Values by
kind, always None for nothing:

- choice: one of the options; number: a decimal as text, `12.5`; date: ISO, `2026-03-01`
- figures: rows `{"indicator": …, "unit": …, "before": "128", "after": "22"}`, any part may still be empty
- links: a list of addresses
- text and files have no value: their content is the text itself, or the evidence
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from innovation_portal.utils.formats import measured
from submissions.enums import SectionKind
from submissions.validators import with_scheme

FIGURE_PARTS = {"indicator": 150, "unit": 40, "before": 30, "after": 30}  # and the longest text of each
MOST_FIGURES, MOST_LINKS = 12, 10


@dataclass(frozen=True)
class Shape:
    """How the value of one kind is checked (`value, options` in, the value out) and put into words (`value, unit`)."""

    check: Callable[[Any, Sequence[str]], Any]
    in_words: Callable[[Any, str], str]


def checked_value(section, value: Any) -> Any:
    """Return the value as it is stored, None for an empty one.

    Raises `ValidationError` with code `wrong_value` for anything that the kind of the section does not hold.
    """
    shape = SHAPES.get(section.kind)
    if shape is None or not value:
        return None
    return shape.check(value, section.option_list)


def value_in_words(section, value: Any) -> str:
    """Return the value in the language of the office, whoever has written it."""
    if value is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return SHAPES[section.kind].in_words(value, section.unit)


def is_incomplete(section, value: Any) -> bool:
    """Say whether a table of figures has a line in which something is still missing."""
    return section.kind == SectionKind.FIGURES and any(not all(row.values()) for row in value or [])


def _wrong(message: str, **params) -> ValidationError:
    return ValidationError(message, code="wrong_value", params=params)


def _check_choice(value: str, options: Sequence[str]) -> str:
    if value not in options:
        raise _wrong(_("Choose one of the options."))
    return value


def _check_number(value: str, _options) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise _wrong(_("Enter a number.")) from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise _wrong(_("Enter a number."))
    return f"{number.normalize():f}"


def _check_date(value: str, _options) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise _wrong(_("Enter a date.")) from error


def _check_figures(value: Sequence[Mapping[str, str]], _options) -> list[dict[str, str]] | None:
    rows = [{part: " ".join(str(row.get(part, "")).split()) for part in FIGURE_PARTS} for row in value]
    rows = [row for row in rows if any(row.values())]
    if len(rows) > MOST_FIGURES:
        raise _wrong(_("Give at most %(most)s figures."), most=MOST_FIGURES)
    for row in rows:
        for part, most in FIGURE_PARTS.items():
            if len(row[part]) > most:
                raise _wrong(_("“%(text)s” is too long."), text=row[part][:40])
        for part in ("before", "after"):
            row[part] = row[part] and _check_number(row[part], [])
    return rows or None


def _check_links(value: Sequence[str], _options) -> list[str] | None:
    links = [with_scheme(link.strip()) for link in value if link.strip()]
    if len(links) > MOST_LINKS:
        raise _wrong(_("Give at most %(most)s links."), most=MOST_LINKS)
    check = URLValidator(schemes=["http", "https"])
    for link in links:
        try:
            check(link)
        except ValidationError as error:
            message = _("“%(link)s” is not a web address. It begins with https://.")
            raise _wrong(message, link=link[:80]) from error
    return links or None


def _figures_in_words(rows: Sequence[Mapping[str, str]], _unit: str) -> str:
    return "\n".join(
        f"{row['indicator'] or '–'}: {measured(row['before'])} → {measured(row['after'])} {row['unit']}".strip()
        for row in rows
    )


SHAPES = {
    SectionKind.CHOICE: Shape(_check_choice, lambda value, unit: value),
    SectionKind.NUMBER: Shape(_check_number, lambda value, unit: f"{measured(value)} {unit}".strip()),
    SectionKind.DATE: Shape(_check_date, lambda value, unit: date_format(date.fromisoformat(value), "j F Y")),
    SectionKind.FIGURES: Shape(_check_figures, _figures_in_words),
    SectionKind.LINKS: Shape(_check_links, lambda value, unit: "\n".join(value)),
}
