"""The fields in which a section is answered, by its kind, and the way back from them to a value."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from submissions.contents import FIGURE_PARTS, MOST_FIGURES
from submissions.enums import SectionKind
from submissions.models import Section
from submissions.selectors.writing import WrittenSection

# Far above every word limit; a text over its limit is kept and named, only an absurd one is refused.
TEXT_MAX_LENGTH = 60_000
# Radio buttons up to this many options, a list to open beyond.
MOST_RADIOS = 7
# The field of each kind that stands first.
ANSWER_FIELDS = ("text", "choice", "number", "date", "links", "figure_0_indicator")
FEWEST_LINES, FREE_LINES = 3, 2


class FigureField(forms.DecimalField):
    """A number as people of the language write it, also with separators between the thousands: 1.200,5."""

    def to_python(self, value):
        between, point = (re.escape(get_format(name)) for name in ("THOUSAND_SEPARATOR", "DECIMAL_SEPARATOR"))
        if isinstance(value, str) and re.fullmatch(rf"-?\d{{1,3}}({between}\d{{3}})+({point}\d+)?", value.strip()):
            value = value.replace(get_format("THOUSAND_SEPARATOR"), "")
        return super().to_python(value)


def answer_fields(written: WrittenSection, *, lines: int = 0) -> dict[str, forms.Field]:
    """Return the fields by their names, filled with what is stored; none for a section that asks for files only.

    A table of figures has at least `lines` lines, so that none that was sent is dropped.
    """
    section, value = written.section, written.value
    match section.kind:
        case SectionKind.TEXT:
            return {"text": _text_field(written)}
        case SectionKind.CHOICE:
            return {"choice": _choice_field(section, value)}
        case SectionKind.NUMBER:
            return {"number": _number_field(_("Your answer"), value, help_text=section.unit)}
        case SectionKind.DATE:
            widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return {"date": forms.DateField(label=_("Your answer"), required=False, initial=value, widget=widget)}
        case SectionKind.FIGURES:
            return _figure_fields(value or [], lines)
        case SectionKind.LINKS:
            return {"links": _links_field(value or [])}
    return {}


def posted_lines(data: Mapping[str, Any] | None) -> int:
    """Return how many lines of a table of figures a browser sent."""
    return sum(name.startswith("figure_") and name.endswith("_indicator") for name in data or ())


def answer_layout(section: Section, fields: Mapping[str, forms.Field]) -> list[Any]:
    """Return the parts of the form's layout for these fields."""
    if section.kind == SectionKind.TEXT:
        return [Field("text", wrapper_class="so-head-tight"), HTML('{% include "submissions/opd/_count.html" %}')]
    state = HTML('<div class="so-count">{% include "submissions/opd/_save_state.html" %}</div>') if fields else None
    if section.kind == SectionKind.FIGURES:
        lines = [
            Div(*_line_names(number), css_class="so-figures") for number in range(len(fields) // len(FIGURE_PARTS))
        ]
        return [Div(*lines, css_class="so-panel"), state]
    return [*fields, state] if fields else []


def answer_value(section: Section, cleaned: Mapping[str, Any]) -> Any:
    """Return what was given as a value for `save_answer`; None for a text."""
    match section.kind:
        case SectionKind.CHOICE:
            return cleaned["choice"]
        case SectionKind.NUMBER:
            return _plain(cleaned["number"])
        case SectionKind.DATE:
            return cleaned["date"].isoformat() if cleaned["date"] else None
        case SectionKind.LINKS:
            return cleaned["links"].split()
        case SectionKind.FIGURES:
            lines = sum(name.endswith("_indicator") for name in cleaned)
            return [
                {part: _plain(cleaned.get(f"figure_{number}_{part}")) for part in FIGURE_PARTS}
                for number in range(lines)
            ]
    return None


def _plain(given: Any) -> str:
    return "" if given is None else str(given)


def _text_field(written: WrittenSection) -> forms.CharField:
    attrs = {"rows": 16, "data-limit": written.section.word_limit, "aria-describedby": "count"}
    return forms.CharField(
        label=_("Your answer"),
        initial=written.text,
        max_length=TEXT_MAX_LENGTH,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs=attrs),
    )


def _choice_field(section: Section, value: str | None) -> forms.ChoiceField:
    options = [(option, option) for option in section.option_list]
    are_few = len(options) <= MOST_RADIOS
    return forms.ChoiceField(
        label=_("Your answer"),
        choices=options if are_few else [("", _("Choose …")), *options],
        required=False,
        initial=value,
        widget=forms.RadioSelect if are_few else forms.Select,
    )


def _number_field(label, stored: str | None, **options) -> FigureField:
    return FigureField(
        label=label,
        required=False,
        initial=Decimal(stored) if stored else None,
        max_digits=18,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **options,
    )


def _links_field(value: list[str]) -> forms.CharField:
    return forms.CharField(
        label=_("Your links"),
        required=False,
        initial="\n".join(value),
        max_length=5_000,
        help_text=_("One address per line, beginning with https://."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )


def _line_names(number: int) -> list[str]:
    return [f"figure_{number}_{part}" for part in FIGURE_PARTS]


def _figure_fields(rows: list[dict[str, str]], lines: int) -> dict[str, forms.Field]:
    """A line for every stored figure and some free ones; more appear when these are saved."""
    labels = {"indicator": _("What was measured"), "unit": _("Unit"), "before": _("Before"), "after": _("After")}
    fields: dict[str, forms.Field] = {}
    for number in range(min(MOST_FIGURES, max(FEWEST_LINES, lines, len(rows) + FREE_LINES))):
        row = rows[number] if number < len(rows) else {}
        for part, most in FIGURE_PARTS.items():
            stored = row.get(part, "")
            if part in ("before", "after"):
                field = _number_field(labels[part], stored)
            else:
                field = forms.CharField(label=labels[part], required=False, initial=stored, max_length=most)
            fields[f"figure_{number}_{part}"] = field
    return fields
