"""Columns by year and bars by kind, as drawings beside or inside their tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from innovation_portal.utils.charts import Column, Frame

# Pixels that the label of a year needs.
LABEL_WIDTH = 38


@dataclass(frozen=True)
class Stack:
    """One year: its parts from the bottom up with their classes, and a label where there is room for one."""

    parts: list[tuple[str, Column]]
    label: str
    middle: str
    total: int
    top_y: str


@dataclass(frozen=True)
class ColumnPicture:
    """The drawing for one width of page."""

    css_class: str
    width: int
    height: int
    frame: Frame
    stacks: list[Stack]


@dataclass(frozen=True)
class Bar:
    """One line of a table with its bar: `share` is the width in percent of the longest, as text."""

    label: str
    count: int
    share: str


def column_pictures(years: Sequence[int], parts: Sequence[tuple[str, Sequence[int]]]) -> list[ColumnPicture]:
    """Return the drawing for a wide page and the one for a phone.

    `parts` are a css class and a count for each year, from the bottom up; they are stacked.
    """
    top_y = max((sum(counts) for counts in zip(*(counts for _css, counts in parts), strict=True)), default=0)
    wide = Frame(left=40, right=880, top=26, bottom=260, last_x=len(years), top_y=top_y)
    narrow = Frame(left=30, right=316, top=26, bottom=200, last_x=len(years), top_y=top_y)
    return [
        ColumnPicture("so-only-wide", 890, 292, wide, _stacks(wide, years, parts)),
        ColumnPicture("so-only-narrow", 320, 232, narrow, _stacks(narrow, years, parts)),
    ]


def _stacks(frame: Frame, years: Sequence[int], parts: Sequence[tuple[str, Sequence[int]]]) -> list[Stack]:
    places = max((frame.right - frame.left) // LABEL_WIDTH, 1)
    every = -(-len(years) // places)
    stacks = []
    for place, year in enumerate(years):
        columns, total = [], 0
        for css_class, counts in parts:
            if counts[place]:
                columns.append((css_class, frame.column(place, total, total + counts[place])))
            total += counts[place]
        # Counted from the last year, which is the one that people look for.
        label = str(year) if (len(years) - 1 - place) % every == 0 else ""
        stacks.append(Stack(columns, label, frame.column(place, 0, 0).middle, total, frame.y(total)))
    return stacks


def bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    longest = max((count for _label, count in rows), default=0)
    return [Bar(label, count, f"{100 * count / longest:.1f}%" if longest else "0%") for label, count in rows]
