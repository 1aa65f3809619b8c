"""Ids that come from outside, where no form looks at them first."""

from collections.abc import Iterable

MOST_DIGITS = 18  # what every database takes


def ids_in(texts: Iterable[str]) -> list[int]:
    """Return the numbers among these texts that can be the id of a row; whatever else was sent names none."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS]
