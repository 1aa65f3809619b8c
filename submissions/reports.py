"""What is drawn or written out from the selectors: the pace of an edition as a picture, the board as a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.charts import Frame
from submissions.enums import ComplianceState
from submissions.models import Edition, Obligation
from submissions.selectors.matrix import MatrixRow
from submissions.selectors.openness import Sight
from submissions.selectors.pace import Pace

BOARD_HEADINGS = [
    _("Code"),
    _("Agency"),
    _("Region"),
    _("Kind"),
    _("State"),
    _("Owed"),
    _("Submitted"),
    _("Last change"),
    _("Reason of the exemption"),
]


def board_lines(rows: Iterable[Obligation], sight: Sight) -> Iterable[list[Any]]:
    """Return the board as lines of a table, in the order of `BOARD_HEADINGS`.

    Why an agency is exempt may concern people, so only who sees it in full reads the reason, and when it last wrote.
    """
    for row in rows:
        is_full = sight.sees_in_full(row.agency_id)
        yield [
            row.agency.code,
            row.name,
            row.region.name,
            row.get_kind_display(),
            ComplianceState(row.state).label,
            row.required_count,
            row.submitted_count,
            row.last_activity if is_full else None,
            row.exemption_reason if is_full else "",
        ]


def matrix_headings(editions: Sequence[Edition]) -> list[Any]:
    return [_("Code"), _("Agency"), _("Region"), *(str(edition.year) for edition in editions), _("Kept"), _("Owed")]


def matrix_lines(rows: Iterable[MatrixRow]) -> Iterable[list[Any]]:
    """Return the matrix as lines of a table, in the order of `matrix_headings`; a cell is its outcome in words."""
    for row in rows:
        agency = row.agency
        outcomes = [cell.outcome.label for cell in row.cells]
        yield [agency.code, agency.name, agency.region.name, *outcomes, row.met, row.owed]


@dataclass(frozen=True)
class PacePicture:
    """One drawing of the pace: this edition's line over that of the year before, up to what is owed."""

    css_class: str
    width: int
    height: int
    frame: Frame
    now: Pace
    before: Pace | None
    owed: int

    @property
    def now_line(self) -> str:
        return self.frame.line(self.now.by_day)

    @property
    def now_area(self) -> str:
        return self.frame.area(self.now.by_day)

    @property
    def now_end(self) -> tuple[str, str]:
        return self.frame.x(len(self.now.by_day) - 1), self.frame.y(self.now.by_day[-1])

    @property
    def before_line(self) -> str:
        return self.frame.line(self.before.by_day) if self.before else ""

    @property
    def closing_x(self) -> str:
        return self.frame.x((self.now.closed_on - self.now.opened_on).days)

    @property
    def owed_y(self) -> str:
        return self.frame.y(self.owed)


def pace_pictures(now: Pace, before: Pace | None, *, owed: int) -> list[PacePicture]:
    """Return the drawing for a wide page and the one for a phone; none before the first day of registration."""
    if not now.by_day:
        return []
    wide = {"left": 40, "right": 640, "top": 22, "bottom": 294}
    narrow = {"left": 34, "right": 296, "top": 22, "bottom": 234}
    return [
        pace_picture(now, before, owed=owed, size=(680, 330), edges=wide, css_class="so-only-wide"),
        pace_picture(now, before, owed=owed, size=(310, 270), edges=narrow, css_class="so-only-narrow"),
    ]


def pace_picture(
    now: Pace,
    before: Pace | None,
    *,
    owed: int,
    size: tuple[int, int],
    edges: Mapping[str, int],
    css_class: str = "",
) -> PacePicture:
    """Return one drawing of a width and height, whose lines lie within `edges`: left, right, top and bottom."""
    paces = [now, before] if before else [now]
    last_x = max((pace.ends_on - pace.opened_on).days for pace in paces)
    top_y = max([owed, *(pace.by_day[-1] for pace in paces if pace.by_day)])
    frame = Frame(**edges, last_x=last_x, top_y=top_y)
    return PacePicture(css_class, *size, frame, now, before, owed)


def pace_lines(now: Pace, before: Pace | None) -> list[dict[str, Any]]:
    """Return the numbers of the drawing for every seventh day and the last, as rows of a table."""
    last = len(now.by_day) - 1
    days = [*range(0, last, 7), last]
    return [
        {"date": now.opened_on + timedelta(days=day), "now": now.on_day(day), "before": before and before.on_day(day)}
        for day in days
    ]
