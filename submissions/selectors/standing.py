"""Where the agencies of an edition stand, counted by the database in groups: a page costs what it shows.

What agencies have entered is read once for all of them and joined to what they owe, which the ORM cannot say; a
subquery for each agency or state took most of the time of leadership's pages on PostgreSQL.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Count, Exists, IntegerField, Max, OuterRef, QuerySet, Value, When

from submissions.enums import ComplianceState
from submissions.models import Edition, Obligation, Submission
from submissions.workflow import FURTHEST_FIRST, MEETS_OBLIGATION

# The states by how far they are, from that of an agency that has nothing; the database compares their numbers.
STATES = [ComplianceState.NOTHING, *reversed(FURTHEST_FIRST)]
FURTHEST = Case(
    *(When(condition, then=Value(STATES.index(state))) for state, condition in FURTHEST_FIRST.items()),
    default=Value(0),
    output_field=IntegerField(),
)

JOINED = """
FROM submissions_obligation AS duty
LEFT JOIN entered ON entered.agency_id = duty.agency_id
WHERE duty.edition_id = %s
"""
IS_MET = "COALESCE(entered.counting, 0) >= duty.required_count"
GROUPS = f"""
SELECT duty.region_id, duty.kind, duty.is_exempt, COALESCE(entered.furthest, 0), {IS_MET}, COUNT(*)
{JOINED}
GROUP BY 1, 2, 3, 4, 5
"""
IN_DEBT = f"""
SELECT duty.id
{JOINED} AND NOT duty.is_exempt AND NOT {IS_MET}
ORDER BY entered.latest IS NOT NULL, entered.latest, duty.name, duty.id
LIMIT %s OFFSET %s
"""


class Group(NamedTuple):
    """So many agencies of one region and kind that stand alike."""

    region_id: int
    kind: str
    state: ComplianceState
    is_met: bool
    count: int


def groups_of(edition: Edition) -> list[Group]:
    """Return all agencies of the edition in groups. One query, however many there are."""
    return [
        Group(region_id, kind, ComplianceState.EXEMPT if is_exempt else STATES[furthest], bool(is_met), count)
        for region_id, kind, is_exempt, furthest, is_met, count in _read(edition, GROUPS)
    ]


class InDebt(Sequence):
    """The obligations of those who owe and have not handed in, the quietest first, ready to be paged.

    `count` is how many there are, known from the groups. What is taken carries the columns of `with_standing`.
    """

    def __init__(self, edition: Edition, count: int):
        self._edition, self._count = edition, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Obligation]:
        return iter(self[:])

    def __getitem__(self, wanted):
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        first, last, _step = wanted.indices(self._count)
        silent = self._silent(first, last)
        return silent if len(silent) == last - first else self._of_all(first, last)

    def _silent(self, first: int, last: int) -> list[Obligation]:
        """Return those without a submission, who come first: as long as they fill a page, nothing is counted."""
        entered = Submission.objects.filter(edition=self._edition, agency=OuterRef("agency"))
        owing = Obligation.objects.filter(edition=self._edition, is_exempt=False, required_count__gt=0)
        silent = list(owing.filter(~Exists(entered)).select_related("region").order_by("name", "pk")[first:last])
        for duty in silent:
            duty.state, duty.submitted_count = ComplianceState.NOTHING, 0
            duty.is_met, duty.last_activity = False, None
        return silent

    def _of_all(self, first: int, last: int) -> list[Obligation]:
        ids = [pk for (pk,) in _read(self._edition, IN_DEBT, last - first, first)]
        rows = Obligation.objects.select_related("region").in_bulk(ids)
        return with_standing(self._edition, [rows[pk] for pk in ids])


def with_standing(edition: Edition, duties: Iterable[Obligation]) -> list[Obligation]:
    """Return the obligations of the edition with the columns of `compliance_by_agency`. One query.

    These are `state`, `submitted_count`, `is_met` and `last_activity`, of which a page reads only what it shows.
    """
    duties = list(duties)
    if not duties:
        return []
    entered = entered_in(edition).filter(agency__in=[duty.agency_id for duty in duties])
    by_agency = {row["agency_id"]: row for row in entered}
    nothing = {"furthest": 0, "counting": 0, "latest": None}
    for duty in duties:
        row = by_agency.get(duty.agency_id, nothing)
        duty.state = ComplianceState.EXEMPT if duty.is_exempt else STATES[row["furthest"]]
        duty.submitted_count, duty.last_activity = row["counting"], row["latest"]
        duty.is_met = duty.submitted_count >= duty.required_count
    return duties


def entered_in(edition: Edition) -> QuerySet[Submission, dict[str, Any]]:
    """Return by agency how far its furthest submission is (`STATES`), how many count, and when one changed last."""
    return (
        Submission.objects.filter(edition=edition)
        .order_by()
        .values("agency_id")
        .annotate(furthest=Max(FURTHEST), counting=Count("pk", filter=MEETS_OBLIGATION), latest=Max("updated_at"))
    )


def _read(edition: Edition, statement: str, *parameters: int) -> list[tuple]:
    entered, values = entered_in(edition).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH entered AS MATERIALIZED ({entered}) {statement}", [*values, edition.pk, *parameters])
        return cursor.fetchall()
