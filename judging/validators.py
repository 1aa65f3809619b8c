import re
from datetime import time
from string import Formatter

from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.files import validate_upload

NUMBER_FIELDS = frozenset({"seq", "year"})
# What a wording may name, by kind of certificate (`CertificateKind`).
WORDING_FIELDS = {
    "winner": frozenset({"award", "innovation", "agency", "edition", "year"}),
    "nominee": frozenset({"award", "innovation", "agency", "edition", "year"}),
    "participant": frozenset({"innovation", "agency", "edition", "year"}),
    "innovator": frozenset({"role", "innovation", "agency", "edition", "year"}),
    "judge": frozenset({"role", "edition", "year"}),
}

LETTERHEAD_LINES = 4
EMBLEM_MAX_BYTES = 1024 * 1024
SIGNATURE_MAX_BYTES = 500 * 1024
SPAN = re.compile(r"(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})")


def spans_in(text: str) -> list[tuple[time, time]]:
    """Return the spans of time in a text such as "12.00-13.00, 15.00-15.15", in their order.

    Raises `ValidationError` with code `not_a_span` for anything else, or where one ends before it begins.
    """
    spans = []
    for part in filter(None, map(str.strip, text.split(","))):
        try:
            hour, minute, last_hour, last_minute = map(int, SPAN.fullmatch(part).groups())
            begin, end = time(hour, minute), time(last_hour, last_minute)
        except (AttributeError, ValueError):
            raise _not_a_span(part) from None
        if begin >= end:
            raise _not_a_span(part)
        spans.append((begin, end))
    return sorted(spans)


def validate_spans(text: str) -> None:
    spans_in(text)


def _not_a_span(part: str) -> ValidationError:
    return ValidationError(
        _("“%(part)s” is no span of time. Write it like 12.00-13.00."), code="not_a_span", params={"part": part}
    )


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


def validate_wording(wording: str, kind: str) -> None:
    """Refuse a wording with a field that certificates of this kind do not have."""
    for name, width in _fields_of(wording, WORDING_FIELDS[kind]).items():
        if width:
            raise ValidationError(_("Write {%(field)s} without a width."), code="bad_width", params={"field": name})


def validate_emblem(picture: FieldFile) -> None:
    """Refuse a new emblem that is no PNG of at most 1 MB, else have it stored as it was drawn anew.

    One that is stored already was asked before.
    """
    if not picture._committed and not _drawn_anew(picture, EMBLEM_MAX_BYTES):
        raise ValidationError(_("The emblem must be a PNG of at most 1 MB."), code="not_a_small_png")


def validate_signature(picture: FieldFile) -> None:
    """Refuse a new picture of a signature that is no PNG of at most 500 kB, else have it stored as it was drawn."""
    if not picture._committed and not _drawn_anew(picture, SIGNATURE_MAX_BYTES):
        raise ValidationError(_("The signature must be a PNG of at most 500 kB."), code="not_a_small_png")


def _drawn_anew(picture: FieldFile, most_bytes: int) -> bool:
    """Put what is seen of a PNG, and nothing else that came with it, in the place of the upload."""
    if picture.size > most_bytes:
        return False
    upload = validate_upload(picture.file)
    if upload.content_type != "image/png":
        return False
    picture.file = upload.file
    return True


def validate_letterhead(lines: str) -> None:
    if len(lines.splitlines()) > LETTERHEAD_LINES:
        raise ValidationError(
            _("A letterhead has at most %(count)s lines."), code="too_many_lines", params={"count": LETTERHEAD_LINES}
        )


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
