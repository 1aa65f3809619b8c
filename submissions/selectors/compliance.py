"""Who did what is owed in an edition, and who did not (design, section 5).

The rows are obligations, so an agency that has done nothing has a row too. What it has entered is not counted here:
its obligation keeps where it stands (`submissions.models.standing`).
"""

from django.db.models import Count, F, Q, QuerySet

from submissions.enums import AgencyKind, ComplianceState, DutyOutcome
from submissions.models import Edition, EditionCategory, Obligation, Region, Submission
from submissions.workflow import MEETS_OBLIGATION

IS_MET = Q(submitted_count__gte=F("required_count"))
# The exempt have neither met the duty nor failed it.
IN_DEBT = Q(is_exempt=False) & ~IS_MET


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
    """Return one row per obligation, ordered by region and agency, ready to be paged.

    `duty` keeps those who have met it or have not; the exempt are neither. `category` keeps those who have handed in
    something there that counts.
    """
    rows = Obligation.objects.filter(edition=edition).select_related("agency", "region", "edition")
    if region:
        rows = rows.filter(region=region)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(in_state(state))
    if duty:
        rows = rows.filter(IS_MET if duty == DutyOutcome.MET else IN_DEBT, is_exempt=False)
    if category:
        in_category = Submission.objects.filter(MEETS_OBLIGATION, edition=edition, category=category).order_by()
        rows = rows.filter(agency__in=in_category.values("agency"))
    if search.strip():
        rows = rows.filter(Q(name__icontains=search.strip()) | Q(agency__code__icontains=search.strip()))
    return rows.order_by("region__code", "region__name", "name", "pk")


def in_state(*states: ComplianceState | str) -> Q:
    """Return the condition of obligations in one of the states: exempt first, else that of the furthest submission."""
    stands = Q(is_exempt=False, furthest__in=states)
    return stands | Q(is_exempt=True) if ComplianceState.EXEMPT in states else stands


def counts_by_edition(submissions: QuerySet[Submission]) -> dict[tuple[int, int], int]:
    """Return by agency and edition how many of the submissions count for the duty; where none does, nothing."""
    rows = submissions.filter(MEETS_OBLIGATION).order_by().values_list("agency", "edition")
    return {(agency, edition): count for agency, edition, count in rows.annotate(count=Count("pk"))}


def compliance_totals(edition: Edition) -> dict[ComplianceState, int]:
    """Return how many agencies are in each state, every state named, from least to most done."""
    rows = Obligation.objects.filter(edition=edition).order_by().values_list("is_exempt", "furthest")
    totals = dict.fromkeys(ComplianceState, 0)
    for is_exempt, furthest, count in rows.annotate(count=Count("pk")):
        totals[ComplianceState.EXEMPT if is_exempt else ComplianceState(furthest)] += count
    return totals
