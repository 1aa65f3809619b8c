from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from statistics import median


class TieBreak(StrEnum):
    """Rules that a guideline may name for entries that are still equal after the criteria.

    There is none for fewer criteria left out: that a judge abstained is not the entry's merit or fault.
    """

    HIGHER_MEDIAN = "higher_median"
    HIGHER_LOWEST_SHEET = "higher_lowest_sheet"
    SMALLER_RANGE = "smaller_range"


def tie_break_value(rule: TieBreak, sheets: Sequence[Fraction]) -> Fraction:
    """Return what entries are compared by; the higher wins. `sheets`: scores of the entry's sheets, at least one."""
    if rule is TieBreak.HIGHER_MEDIAN:
        return median(sheets)
    if rule is TieBreak.HIGHER_LOWEST_SHEET:
        return min(sheets)
    return min(sheets) - max(sheets)
