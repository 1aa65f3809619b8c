"""Who did what is owed in an edition, and who did not (design, section 5).

The rows are obligations, so an agency that has done nothing has a row too. Every subquery starts from the submissions
of the one edition or from one agency's innovations, whichever is few, so 1,500 agencies take milliseconds.
"""

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from submissions.enums import AgencyKind, ComplianceState, DutyOutcome
from submissions.models import Edition, EditionCategory, Obligation, Region, Submission
from submissions.workflow import FURTHEST_FIRST, MEETS_OBLIGATION


def compliance_by_agency(
    edition: Edition,
    *,
    region: Region | None = None,
    kind: AgencyKind | str = "",
    state: ComplianceState | str = "",
    duty: DutyOutcome | str = "",
    category: EditionCategory | None = None,
    search: str = "",
) -> QuerySet[Obligation]:
    """Return one row per obligation, ordered by region and agency, ready to be paged.

    Each row carries `state` (a `ComplianceState`: exempt first, else that of the agency's furthest submission),
    `submitted_count` (submitted, neither rejected nor withdrawn), `is_met` (as many as are owed; drafts never count)
    and `last_activity` (moment of the last change, or None).

    `duty` keeps those who have met it or have not; the exempt are neither. `category` keeps those who have handed in
    something there that counts.
    """
    rows = duties_of(edition, region=region, kind=kind, state=state, duty=duty, category=category, search=search)
    return rows.annotate(
        state=_state_in(edition),
        last_activity=latest_change(edition),
    ).annotate(
        is_met=ExpressionWrapper(Q(submitted_count__gte=F("required_count")), output_field=BooleanField()),
    )


def duties_of(
    edition: Edition,
    *,
    region: Region | None = None,
    kind: AgencyKind | str = "",
    state: ComplianceState | str = "",
    duty: DutyOutcome | str = "",
    category: EditionCategory | None = None,
    search: str = "",
) -> QuerySet[Obligation]:
    """Return the rows of `compliance_by_agency` without its columns, which cost more than the rows.

    A page adds them to what it shows (`submissions.selectors.standing.with_standing`).
    """
    rows = Obligation.objects.filter(edition=edition).select_related("agency", "region", "edition")
    if region:
        rows = rows.filter(region=region)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.alias(asked_state=_state_in(edition)).filter(asked_state=state)
    if duty:
        rows = rows.alias(counting=_counting_in(edition)).filter(is_exempt=False)
        met = Q(counting__gte=F("required_count"))
        rows = rows.filter(met if duty == DutyOutcome.MET else ~met)
    if category:
        in_category = Submission.objects.filter(MEETS_OBLIGATION, edition=edition, category=category).order_by()
        rows = rows.filter(agency__in=in_category.values("agency"))
    if search.strip():
        rows = rows.filter(Q(name__icontains=search.strip()) | Q(agency__code__icontains=search.strip()))
    return rows.order_by("region__code", "region__name", "name", "pk")


def latest_change(edition: Edition) -> Subquery:
    """Return, for a query of obligations of the edition, when a submission of the agency changed last."""
    own = Submission.objects.filter(edition=edition, agency=OuterRef("agency")).order_by()
    return Subquery(own.values("agency").annotate(latest=Max("updated_at")).values("latest"))


def _counting_in(edition: Edition) -> Coalesce:
    own = Submission.objects.filter(MEETS_OBLIGATION, edition=edition, agency=OuterRef("agency")).order_by()
    return Coalesce(Subquery(own.values("agency").annotate(total=Count("pk")).values("total")), 0)


def counts_by_edition(submissions: QuerySet[Submission]) -> dict[tuple[int, int], int]:
    """Return by agency and edition how many of the submissions count for the duty; where none does, nothing."""
    rows = submissions.filter(MEETS_OBLIGATION).order_by().values_list("agency", "edition")
    return {(agency, edition): count for agency, edition, count in rows.annotate(count=Count("pk"))}


def compliance_totals(edition: Edition) -> dict[ComplianceState, int]:
    """Return how many agencies are in each state, every state named, from least to most done."""
    rows = Obligation.objects.filter(edition=edition).order_by().annotate(state=_state_in(edition))
    counted = dict(rows.values_list("state").annotate(total=Count("pk")))
    return {state: counted.get(state.value, 0) for state in ComplianceState}


def _state_in(edition: Edition) -> Case:
    own = Submission.objects.filter(edition=edition).order_by().values("agency")
    steps = [
        When(agency__in=own.filter(condition), then=Value(state.value)) for state, condition in FURTHEST_FIRST.items()
    ]
    exempt = When(is_exempt=True, then=Value(ComplianceState.EXEMPT.value))
    return Case(exempt, *steps, default=Value(ComplianceState.NOTHING.value))
