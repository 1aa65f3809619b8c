"""What the board of an edition said at any moment, worked out from events alone.

Events are only added, so a past moment gives the same figures whenever it is asked for. The board of now
(`submissions.selectors.compliance`) reads the present columns instead; both say the same of this moment.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from submissions.enums import AgencyChangeKind, ComplianceState, SubmissionStatus
from submissions.models import AgencyChange, Edition, ObligationEvent, SubmissionEvent
from submissions.workflow import ENDED, FURTHEST_FIRST


class Figures(NamedTuple):
    """How an edition stood at a moment: who had met the duty of those who owed, and how many were in each state."""

    met: int
    owed: int
    states: dict[ComplianceState, int]


class DutyChange(NamedTuple):
    """What an agency owes from now on."""

    agency_id: int
    required_count: int
    is_exempt: bool
    reason: str = ""


class Step(NamedTuple):
    """A step in the life of a submission."""

    submission_id: int
    action: str
    to_status: str


class Move(NamedTuple):
    """A merger: from now on the submission counts for another agency."""

    submission_id: int
    agency_id: int


@dataclass
class Entry:
    """One submission as it stands while the events are gone through."""

    agency_id: int
    status: str = ""
    is_handed_in: bool = False
    changed_at: datetime | None = None

    @property
    def counts(self) -> bool:
        return self.is_handed_in and self.status not in ENDED

    @property
    def state(self) -> ComplianceState | None:
        """Return what it makes of its agency; a correction that waits for approval has not come back yet."""
        if self.status in {"", SubmissionStatus.WITHDRAWN}:
            return None
        if self.status == SubmissionStatus.AWAITING_APPROVAL and self.is_handed_in:
            return ComplianceState.RETURNED
        return ComplianceState(self.status)


@dataclass
class Board:
    """The edition as it stands while the events are gone through; an agency is on it once its duty was entered."""

    entries: dict[int, Entry]
    duties: dict[int, DutyChange] = field(default_factory=dict)

    def take(self, at: datetime, change: DutyChange | Step | Move) -> None:
        match change:
            case DutyChange():
                self.duties[change.agency_id] = change
            case Move():
                self.entries[change.submission_id].agency_id = change.agency_id
            case Step():
                entry = self.entries[change.submission_id]
                entry.status, entry.changed_at = change.to_status, at
                if change.action == "submit":
                    entry.is_handed_in = True
                elif change.action == "restore":  # it starts again
                    entry.is_handed_in = False

    def states(self) -> dict[int, ComplianceState]:
        """Return the state of every agency by its id."""
        reached: dict[int, set[ComplianceState | None]] = defaultdict(set)
        for entry in self.entries.values():
            reached[entry.agency_id].add(entry.state)
        return {
            agency: ComplianceState.EXEMPT if duty.is_exempt else _furthest(reached[agency])
            for agency, duty in self.duties.items()
        }

    def counting(self) -> Counter[int]:
        """Return by agency, also of those that owe nothing, how many of its submissions count."""
        return Counter(entry.agency_id for entry in self.entries.values() if entry.counts)

    def changed(self) -> dict[int, datetime]:
        """Return by agency when one of its submissions took a step last."""
        latest: dict[int, datetime] = {}
        for entry in self.entries.values():
            if entry.changed_at:
                latest[entry.agency_id] = max(entry.changed_at, latest.get(entry.agency_id, entry.changed_at))
        return latest

    def figures(self) -> Figures:
        counting = self.counting()
        owing = [duty for duty in self.duties.values() if not duty.is_exempt]
        in_state = Counter(self.states().values())
        return Figures(
            met=sum(counting[duty.agency_id] >= duty.required_count for duty in owing),
            owed=len(owing),
            states={state: in_state[state] for state in ComplianceState},
        )


def _furthest(states: set[ComplianceState | None]) -> ComplianceState:
    return next((state for state in FURTHEST_FIRST if state in states), ComplianceState.NOTHING)


class History:
    """Everything that happened in an edition.

    `changes` are pairs of when and what, in any order; what happened at the same moment keeps the order given.
    `agencies` says by submission for which agency it was entered.
    """

    def __init__(self, changes: Iterable[tuple[datetime, DutyChange | Step | Move]], agencies: Mapping[int, int]):
        self._changes = sorted(changes, key=lambda pair: pair[0])
        self._agencies = agencies

    def at(self, moment: datetime) -> Figures:
        """Return the figures after everything that happened up to the moment."""
        return self.board_at(moment).figures()

    def states_at(self, moment: datetime) -> dict[int, ComplianceState]:
        """Return by its id the state of every agency that stood on the board at the moment."""
        return self.board_at(moment).states()

    def board_at(self, moment: datetime) -> Board:
        """Return the board after everything that happened up to the moment."""
        return next(self._boards([moment]))

    def by_day(self, first: date, last: date) -> list[Figures]:
        """Return the figures at the end of each day from the first to the last, in the portal's time zone."""
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [board.figures() for board in self._boards([end_of(day) for day in days])]

    def _boards(self, moments: Sequence[datetime]) -> Iterator[Board]:
        """Yield the board at each of the moments, which come in their order; it goes on with the next."""
        board = Board({submission: Entry(agency) for submission, agency in self._agencies.items()})
        done = 0
        for moment in moments:
            until = bisect_right(self._changes, moment, key=lambda pair: pair[0])
            for at, change in self._changes[done:until]:
                board.take(at, change)
            done = until
            yield board


def history_of(edition: Edition) -> History:
    """Read the history of an edition. Three queries."""
    duties = ObligationEvent.objects.filter(obligation__edition=edition).order_by("at", "pk")
    steps = SubmissionEvent.objects.filter(submission__edition=edition).order_by("at", "pk")
    mergers = AgencyChange.objects.filter(kind=AgencyChangeKind.MERGED, submissions__edition=edition)
    changes: list[tuple[datetime, DutyChange | Step | Move]] = [
        (at, DutyChange(*duty))
        for at, *duty in duties.values_list("at", "obligation__agency", "required_count", "is_exempt", "reason")
    ]
    agencies = {}
    for at, agency, *step in steps.values_list("at", "submission__agency", "submission", "action", "to_status"):
        changes.append((at, Step(*step)))
        agencies[step[0]] = agency
    moves = mergers.order_by("-at", "-pk").values_list("at", "submissions", "agency", "successor")
    for at, submission, agency, successor in moves:  # of several the first comes last: it says who entered
        changes.append((at, Move(submission, successor)))
        agencies[submission] = agency
    return History(changes, agencies)


def end_of(day: date) -> datetime:
    """Return the last moment of a day in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.max))
