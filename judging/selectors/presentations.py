"""What agencies and judges know of the timetable."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from innovation_portal.utils import clock
from judging.enums import RoundKind, RoundState
from judging.models import Assignment, Round, Slot
from judging.selectors.assignments import task_list
from judging.selectors.blinding import name_tasks
from judging.selectors.conduct import seats_of
from judging.selectors.timetables import slots_of
from submissions.models import Submission


@dataclass(frozen=True)
class Invitation:
    """What an agency was told last of its presentation."""

    slot: Slot
    starts_at: datetime
    ends_at: datetime
    room: int | None
    place: str
    link: str


def invitations_of(submission: Submission) -> list[Invitation]:
    """Every presentation of a submission that was announced, in the order of their times."""
    slots = Slot.objects.filter(submission=submission).exclude(announced_at=None).select_related("round__edition")
    invitations = []
    for slot in slots:
        told = slot.announced
        moments = {name: datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at")}
        invitations.append(Invitation(slot, **moments, **{name: told[name] for name in ("room", "place", "link")}))
    return sorted(invitations, key=lambda invitation: invitation.starts_at)


@dataclass(frozen=True)
class SeenSlot:
    """A slot as a judge sees it: `task` is the own assignment, None for the entries of others."""

    slot: Slot
    task: Assignment | None
    is_next: bool


@dataclass(frozen=True)
class JudgesDay:
    """A day of presentations in a round that the judge sits in."""

    round: Round
    day: date
    slots: list[SeenSlot]


def days_of_judge(judge) -> list[JudgesDay]:
    """For each open round of presentations that the judge sits in, the day that is on or comes next, in order.

    Only own entries are named, and none before the judge agreed to the code of conduct. The next own one is marked.
    """
    seats = seats_of(judge).filter(round__kind=RoundKind.PRESENTATION, round__state=RoundState.OPEN)
    days = [_day_of(seat.round, judge, is_named=seat.agreed_at is not None) for seat in seats]
    return [day for day in days if day]


def _day_of(round_: Round, judge, *, is_named: bool) -> JudgesDay | None:
    slots = _slots_of_next_day(round_)
    if not slots:
        return None
    tasks = {}
    if is_named:
        own = task_list(judge).filter(round=round_, recused_at=None)
        tasks = {task.submission: task for task in own.annotate(submission=F("version__submission"))}
        name_tasks(tasks.values())
    coming = [slot for slot in slots if slot.ends_at > clock.now() and (not tasks or slot.submission_id in tasks)]
    following = coming[0] if coming else None
    seen = [SeenSlot(slot, tasks.get(slot.submission_id), slot is following) for slot in slots]
    return JudgesDay(round_, slots[0].day.date, seen)


def _slots_of_next_day(round_: Round) -> list[Slot]:
    slots: QuerySet[Slot] = slots_of(round_)
    following = slots.filter(day__date__gte=clock.today()).first()
    return list(slots.filter(day=following.day_id)) if following else []
