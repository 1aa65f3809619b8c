from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from innovation_portal.utils import clock
from judging.enums import RoundState, SheetState
from judging.models import Assignment, Round, Rubric
from judging.selectors.entries import in_their_rounds


def assignments_of(judge) -> QuerySet[Assignment]:
    """A judge's own tasks, those withdrawn from included, without entries that were taken out of their round.

    Who dropped out of a round sees nothing of it any more. Callers narrow it and never widen it.
    """
    if not judge.is_authenticated or not judge.has_perm("judging.judge"):
        return Assignment.objects.none()
    return in_their_rounds(Assignment.objects.filter(panelist__judge=judge, panelist__left_at=None))


def with_contents(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Fetch along what the page of one task needs: entry, agency behind it, sheet, seat, round and rubric."""
    return assignments.select_related(
        "round__edition",
        "round__rubric",
        "panelist__judge",
        "sheet",
        "version__submission__innovation__agency__region",
    )


def task_list(judge) -> QuerySet[Assignment]:
    """A judge's tasks, unfinished first, within that the newest round first and in the order drawn for this judge.

    Each has `number`, `title` and `agency_name`, the last two empty in a blind round
    (`judging.selectors.blinding.name_tasks` gives what may be read). Rounds come in a query of their own, since many
    tasks share one.
    """
    is_finished = Case(
        When(Q(recused_at__isnull=False) | Q(sheet__state=SheetState.SUBMITTED), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return (
        assignments_of(judge)
        .select_related("sheet")
        .prefetch_related(Prefetch("round", Round.objects.select_related("edition")))
        .annotate(
            is_finished=is_finished,
            number=F("version__submission__registration_number"),
            title=_unless_blind(KeyTextTransform("title", "version__payload")),
            agency_name=_unless_blind(KeyTextTransform("name", KeyTransform("agency", "version__payload"))),
        )
        .order_by("is_finished", "-round_id", "sort_order", "pk")
    )


def _unless_blind(text: KeyTextTransform) -> Case:
    is_hidden = Q(round__is_blind=True) & ~Q(round__state=RoundState.SEALED)
    return Case(When(is_hidden, then=Value("")), default=text, output_field=TextField())


def open_tasks(judge) -> QuerySet[Assignment]:
    """What the judge can still do: unfinished tasks of rounds that accept sheets."""
    return task_list(judge).filter(
        Q(round__closes_at=None) | Q(round__closes_at__gte=clock.now()), is_finished=0, round__state=RoundState.OPEN
    )


def next_task(judge, *, after: Assignment | None = None) -> Assignment | None:
    """The open task whose entry has the fewest sheets in, then in the own order; the round of `after` comes first.

    So a round that ends early has judged all entries about equally often.
    """
    others = Assignment.objects.filter(
        round=OuterRef("round"), version=OuterRef("version"), recused_at=None, sheet__state=SheetState.SUBMITTED
    )
    counted = others.order_by().values("version").annotate(count=Count("pk")).values("count")
    tasks = open_tasks(judge).annotate(judgements=Coalesce(Subquery(counted), 0))
    first = ["-round_id"]
    if after is not None:
        tasks = tasks.exclude(pk=after.pk)
        first.insert(0, Case(When(round=after.round_id, then=Value(0)), default=Value(1)))
    return tasks.order_by(*first, "judgements", "sort_order", "pk").first()


@dataclass(frozen=True)
class TaskTotals:
    """How far a judge is. Tasks withdrawn from are not counted."""

    total: int
    submitted: int

    @property
    def remaining(self) -> int:
        return self.total - self.submitted


def task_totals(judge) -> TaskTotals:
    """Totals of the open rounds; when none is open, of all rounds there were."""
    is_open, is_in = Q(round__state=RoundState.OPEN), Q(sheet__state=SheetState.SUBMITTED)
    counts = (
        assignments_of(judge)
        .filter(recused_at=None)
        .aggregate(
            open=Count("pk", filter=is_open),
            open_in=Count("pk", filter=is_open & is_in),
            all=Count("pk"),
            all_in=Count("pk", filter=is_in),
        )
    )
    if counts["open"]:
        return TaskTotals(total=counts["open"], submitted=counts["open_in"])
    return TaskTotals(total=counts["all"], submitted=counts["all_in"])


def position_of(assignment: Assignment) -> dict[str, int]:
    """Which of the judge's tasks in the round this is: `number` of `total`."""
    tasks = in_their_rounds(Assignment.objects.filter(panelist=assignment.panelist_id, recused_at=None))
    return tasks.aggregate(total=Count("pk"), number=Count("pk", filter=Q(sort_order__lte=assignment.sort_order)))


def rubrics_of(judge) -> QuerySet[Rubric]:
    """The rubrics that the judge scores by, with their criteria."""
    rounds = assignments_of(judge).order_by().values("round")
    return Rubric.objects.filter(rounds__in=rounds).distinct().prefetch_related("criteria")
