"""What is drawn on the page of an innovation. Places and widths are text, which no language reformats."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from home.selectors.lineages import Family
from home.selectors.publication import MeasuredFigure

# A number as offices write it: `1.250`, `62,5%`, `Rp2,7`. Anything else around more than one number is none.
NUMBER = re.compile(r"[^\d-]*(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)[^\d]*")

ROW, STEP, DOT = 30, 30, 14  # pixels: height of a line, how far a branch leads to the right, place of the first dot
MOST_BRANCHES = 8
LABEL_LENGTH, OWN_LABEL_LENGTH = 34, 26  # signs of a name beside its dot; the own one is bold


@dataclass(frozen=True)
class Comparison:
    """A line of figures with its two bars: their widths as shares of the longer one, or empty without numbers."""

    figure: MeasuredFigure
    before_width: str = ""
    after_width: str = ""

    @property
    def has_bars(self) -> bool:
        return bool(self.before_width)


def comparisons_of(figures: Iterable[MeasuredFigure]) -> list[Comparison]:
    """Give each line of figures its bars. Each is its own scale, which begins at zero: units differ."""
    return [_comparison(figure) for figure in figures]


def number_in(text: str) -> Decimal | None:
    """Return the one number that a text shows, with Indonesian separators, or None."""
    found = NUMBER.fullmatch(text.strip())
    return Decimal(found["number"].replace(".", "").replace(",", ".")) if found else None


def _comparison(figure: MeasuredFigure) -> Comparison:
    before, after = number_in(figure.before), number_in(figure.after)
    if before is None or after is None or not max(before, after):
        return Comparison(figure)
    longest = max(before, after)
    return Comparison(figure, f"{100 * before / longest:.1f}%", f"{100 * after / longest:.1f}%")


class Kin(StrEnum):
    """What a line of the drawing is to the innovation; each is drawn in its way by `static/css/innovation.css`."""

    SOURCE = "source"
    OWN = "own"
    DEVELOPMENT = "development"
    REPLICATION = "replication"
    TAKER = "taker"


@dataclass(frozen=True)
class Node:
    """A line of the drawing: its dot, its label, and the path that leads to it (empty: none)."""

    kin: Kin
    year: int
    name: str
    x: int
    y: int
    path: str = ""

    @property
    def is_own(self) -> bool:
        return self.kin == Kin.OWN

    @property
    def label(self) -> str:
        room = OWN_LABEL_LENGTH if self.is_own else LABEL_LENGTH
        short = self.name if len(self.name) <= room else f"{self.name[: room - 1].rstrip()}…"
        return f"{self.year} {short}"

    @property
    def label_x(self) -> int:
        return self.x + DOT


@dataclass(frozen=True)
class FamilyTree:
    nodes: Sequence[Node]
    left_out: int

    @property
    def height(self) -> int:
        return ROW * len(self.nodes)


def family_tree(family: Family) -> FamilyTree | None:
    """Return the drawing of a family, the source above, what came of it below; None for one without relatives."""
    if family.own is None or family.is_alone:
        return None
    middle = ROW // 2
    nodes = []
    if family.source:
        nodes.append(Node(Kin.SOURCE, family.source.year, family.source.agency_name, DOT, middle))
    own_y = middle + ROW * len(nodes)
    path = f"M{DOT} {middle}V{own_y}" if family.source else ""
    nodes.append(Node(Kin.OWN, family.own.year, family.own.agency_name, DOT, own_y, path))
    branches = [
        *((Kin.DEVELOPMENT, entry.year, entry.agency_name) for entry in family.developments),
        *((Kin.REPLICATION, entry.year, entry.agency_name) for entry in family.replications),
        *((Kin.TAKER, taker.year, taker.agency.name) for taker in family.takers),
    ]
    for place, branch in enumerate(branches[:MOST_BRANCHES], start=1):
        y = own_y + ROW * place
        path = f"M{DOT} {own_y}V{y - ROW // 2}Q{DOT} {y} {DOT + STEP // 2} {y}H{DOT + STEP}"
        nodes.append(Node(*branch, DOT + STEP, y, path))
    return FamilyTree(nodes, max(0, len(branches) - MOST_BRANCHES))
