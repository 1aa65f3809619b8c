import re
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMBER_FIELDS = frozenset({"seq", "year"})
WORDING_FIELDS = frozenset({"award", "edition", "year"})


def validate_number_pattern(pattern: str) -> None:
    """Refuse a pattern that could fail, repeat a number or reach into an object when it is filled in."""
    fields = _fields_of(pattern, NUMBER_FIELDS)
    if "seq" not in fields:
        raise ValidationError(
            _("The pattern needs the field {seq}, or all certificates get one number."), code="no_seq"
        )
    for name, width in fields.items():
        if width and (name != "seq" or not re.fullmatch(r"0[1-9]", width)):
            raise ValidationError(
                _("Only {seq} takes a width, written like {seq:03}."), code="bad_width", params={"field": name}
            )


def validate_wording(wording: str) -> None:
    for name, width in _fields_of(wording, WORDING_FIELDS).items():
        if width:
            raise ValidationError(_("Write {%(field)s} without a width."), code="bad_width", params={"field": name})


def _fields_of(text: str, known: frozenset[str]) -> dict[str, str]:
    """Return each field of a format string with its width; the names must be plain and known."""
    try:
        parsed = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        raise ValidationError(_("A brace is not closed."), code="bad_brace") from None
    unknown = [name for _text, name, _width, conversion in parsed if name not in known or conversion]
    if unknown:
        raise ValidationError(
            _("Unknown field {%(field)s}. Known: %(known)s."),
            code="unknown_field",
            params={"field": unknown[0], "known": ", ".join(f"{{{name}}}" for name in sorted(known))},
        )
    return {name: width for _text, name, width, _conversion in parsed}
