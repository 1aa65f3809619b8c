from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from judging.enums import SheetState
from judging.models import Assignment, Panelist, Round
from judging.selectors.entries import active_assignments, entries_of, in_their_rounds
from submissions.models import SubmissionVersion

IS_ACTIVE = Q(recused_at=None)
IS_IN = Q(sheet__state=SheetState.SUBMITTED)


@dataclass(frozen=True)
class Progress:
    """How far a round is: counts only, never a score."""

    entries: int
    assigned: int
    submitted: int
    recused: int
    wanted: int

    @property
    def outstanding(self) -> int:
        return self.assigned - self.submitted

    @property
    def unassigned(self) -> int:
        """Sheets that nobody has been asked for yet."""
        return max(self.wanted - self.assigned, 0)

    @property
    def percent(self) -> int:
        return 100 * self.submitted // self.wanted if self.wanted else 0


def progress_of(round_: Round) -> Progress:
    counts = in_their_rounds(round_.assignments.all()).aggregate(
        assigned=Count("pk", filter=IS_ACTIVE),
        submitted=Count("pk", filter=IS_ACTIVE & IS_IN),
        recused=Count("pk", filter=~IS_ACTIVE),
    )
    entries = entries_of(round_).count()
    return Progress(entries=entries, wanted=entries * round_.wanted_judges, **counts)


def progress_by_judge(round_: Round) -> QuerySet[Panelist]:
    """The panel with `assigned`, `submitted` and `recused` counts."""
    own = in_their_rounds(Assignment.objects.filter(panelist=OuterRef("pk"))).order_by().values("panelist")
    kinds = {"assigned": IS_ACTIVE, "submitted": IS_ACTIVE & IS_IN, "recused": ~IS_ACTIVE}
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
