"""Where the agencies of an edition stand, in groups, and who of them is in debt: a page costs what it shows."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Count, F

from submissions.enums import ComplianceState
from submissions.models import Edition, Obligation
from submissions.selectors.compliance import IN_DEBT


class Group(NamedTuple):
    """So many agencies of one region and kind that stand alike."""

    region_id: int
    kind: str
    state: ComplianceState
    is_met: bool
    count: int


def groups_of(edition: Edition) -> list[Group]:
    """Return all agencies of the edition in groups. One query, however many there are."""
    rows = Obligation.objects.filter(edition=edition).order_by()
    alike = rows.values_list("region", "kind", "is_exempt", "furthest", "submitted_count", "required_count")
    return [
        Group(region, kind, ComplianceState.EXEMPT if is_exempt else ComplianceState(furthest), entered >= owed, count)
        for region, kind, is_exempt, furthest, entered, owed, count in alike.annotate(count=Count("pk"))
    ]


class InDebt(Sequence):
    """The obligations of those who owe and have not handed in, the quietest first, ready to be paged.

    `count` is how many there are, known from the groups.
    """

    def __init__(self, edition: Edition, count: int):
        duties = Obligation.objects.filter(IN_DEBT, edition=edition).select_related("region")
        self._rows = duties.order_by(F("last_activity").asc(nulls_first=True), "name", "pk")
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Obligation]:
        return iter(self._rows)

    def __getitem__(self, wanted):
        if isinstance(wanted, int):
            return self._rows[wanted]
        # Only the keys are sorted, with nothing joined to them.
        return list(self._rows.filter(pk__in=self._rows.values("pk")[wanted]))
