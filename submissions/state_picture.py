"""The states of all agencies day by day, drawn as layers: what is done lies below, what is missing on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from innovation_portal.utils import clock
from innovation_portal.utils.charts import Frame
from submissions.enums import ComplianceState, EditionState
from submissions.models import Edition
from submissions.selectors.compliance import compliance_totals

# From below; the exempt owe nothing and are left out.
LAYERS = (
    ComplianceState.VERIFIED,
    ComplianceState.SUBMITTED,
    ComplianceState.RETURNED,
    ComplianceState.AWAITING_APPROVAL,
    ComplianceState.DRAFT,
    ComplianceState.REJECTED,
    ComplianceState.NOTHING,
)
WEEK = 7


@dataclass(frozen=True)
class StateDay:
    """How many agencies were in each state at the end of a day, or now."""

    day: date
    states: dict[str, int]

    @property
    def counts(self) -> list[int]:
        """The numbers in the order of `LAYERS`."""
        return [self.states.get(state.value, 0) for state in LAYERS]


@dataclass(frozen=True)
class StatePicture:
    """One drawing, for a wide page or a phone: a path for each layer from below, and the days of its table."""

    css_class: str
    width: int
    height: int
    frame: Frame
    layers: list[tuple[ComplianceState, str]]
    days: list[StateDay]

    @property
    def weekly(self) -> list[StateDay]:
        """Every seventh day and the last, for the table."""
        last = len(self.days) - 1
        return [self.days[number] for number in [*range(0, last, WEEK), last]]


def state_days(edition: Edition) -> list[StateDay]:
    """Return the days that the schedule has kept, and now while the edition is open. Two queries."""
    days = [StateDay(day, states) for day, states in edition.days.order_by("day").values_list("day", "states")]
    if edition.state == EditionState.OPEN:
        days.append(StateDay(clock.today(), compliance_totals(edition)))
    return days


def state_pictures(days: Sequence[StateDay]) -> list[StatePicture]:
    """Return the drawing for a wide page and the one for a phone; of less than two days there is nothing to draw."""
    if len(days) < 2:
        return []
    counts = [day.counts for day in days]
    axes = {"last_x": len(days) - 1, "top_y": max(map(sum, counts))}
    wide = Frame(left=44, right=860, top=12, bottom=300, **axes)
    narrow = Frame(left=34, right=296, top=12, bottom=224, **axes)
    return [
        StatePicture("so-only-wide", 880, 340, wide, _layers(wide, counts), list(days)),
        StatePicture("so-only-narrow", 310, 260, narrow, _layers(narrow, counts), list(days)),
    ]


def _layers(frame: Frame, counts: Sequence[list[int]]) -> list[tuple[ComplianceState, str]]:
    layers, below = [], [0] * len(counts)
    for number, state in enumerate(LAYERS):
        above = [low + count[number] for low, count in zip(below, counts, strict=True)]
        layers.append((state, _band(frame, below, above)))
        below = above
    return layers


def _band(frame: Frame, below: Sequence[int], above: Sequence[int]) -> str:
    """Return the path around what lies between two lines."""
    back = "L".join(f"{frame.x(place)} {frame.y(below[place])}" for place in reversed(range(len(below))))
    return f"{frame.line(above)}L{back}Z"
