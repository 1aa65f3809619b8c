from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from judging.enums import SheetState
from judging.models import Assignment, Panelist, Round
from judging.selectors.entries import active_assignments, entries_of, in_their_rounds
from judging.selectors.rounds import least_sheets
from submissions.models import SubmissionVersion

IS_ACTIVE = Q(recused_at=None)
IS_IN = Q(sheet__state=SheetState.SUBMITTED)


@dataclass(frozen=True)
class Progress:
    """How far a round is: counts only, never a score. `unassigned` are sheets that nobody has been asked for yet."""

    entries: int
    assigned: int
    submitted: int
    recused: int
    wanted: int
    unassigned: int

    @property
    def outstanding(self) -> int:
        return self.assigned - self.submitted

    @property
    def percent(self) -> int:
        return min(100 * self.submitted // self.wanted, 100) if self.wanted else 0


def progress_of(round_: Round) -> Progress:
    counts = in_their_rounds(round_.assignments.all()).aggregate(
        assigned=Count("pk", filter=IS_ACTIVE),
        submitted=Count("pk", filter=IS_ACTIVE & IS_IN),
        recused=Count("pk", filter=~IS_ACTIVE),
    )
    asked = round_.wanted_judges
    gap = Greatest(asked - F("assigned"), 0)  # one judge more than asked for an entry fills no gap of another
    by_entry = progress_by_entry(round_).order_by().values("assigned")
    entries = by_entry.aggregate(count=Count("assigned"), unassigned=Coalesce(Sum(gap), 0))
    return Progress(
        entries=entries["count"], wanted=entries["count"] * asked, unassigned=entries["unassigned"], **counts
    )


def outstanding_sheets(round_: Round) -> int:
    """How many sheets the round still waits for; none once it accepts no more."""
    if not round_.accepts_sheets:
        return 0
    return active_assignments(round_).exclude(sheet__state=SheetState.SUBMITTED).count()


def progress_by_judge(round_: Round) -> QuerySet[Panelist]:
    """The panel with `assigned`, `submitted` and `recused` counts, and `left_out`: sheets in that no longer count."""
    own = in_their_rounds(Assignment.objects.filter(panelist=OuterRef("pk"))).order_by().values("panelist")
    kinds = {
        "assigned": IS_ACTIVE,
        "submitted": IS_ACTIVE & IS_IN,
        "recused": ~IS_ACTIVE,
        "left_out": ~IS_ACTIVE & IS_IN,
    }
    return round_.panel.select_related("judge").annotate(
        **{
            name: Coalesce(Subquery(own.filter(condition).annotate(count=Count("pk")).values("count")), 0)
            for name, condition in kinds.items()
        }
    )


def progress_by_entry(round_: Round) -> QuerySet[SubmissionVersion]:
    """The entries of the round with `assigned` and `submitted` counts, those that miss most sheets first."""
    mine = active_assignments(round_).filter(version=OuterRef("pk")).order_by().values("version")
    assigned = mine.annotate(count=Count("pk")).values("count")
    submitted = mine.filter(sheet__state=SheetState.SUBMITTED).annotate(count=Count("pk")).values("count")
    return (
        entries_of(round_)
        .select_related("submission")
        .annotate(assigned=Coalesce(Subquery(assigned), 0), submitted=Coalesce(Subquery(submitted), 0))
        .order_by("submitted", "assigned", "submission__registration_number")
    )


def entries_below_least(round_: Round) -> list[SubmissionVersion]:
    """The entries with fewer sheets in than the round's rule asks for, in the order of their numbers."""
    sheets = active_assignments(round_).filter(sheet__state=SheetState.SUBMITTED)
    counts, least = Counter(sheets.values_list("version__submission_id", flat=True)), least_sheets(round_)
    return [entry for entry in entries_of(round_).select_related("submission") if counts[entry.submission_id] < least]
