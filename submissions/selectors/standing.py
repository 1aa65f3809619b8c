"""Where the agencies of an edition stand, in groups, and who of them is in debt: a page costs what it shows."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from submissions.enums import ComplianceState
from submissions.models import Edition, Obligation, Submission
from submissions.selectors.compliance import IN_DEBT, latest_change


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

    `count` is how many there are, known from the groups. What is taken carries `last_activity`.
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
        silent = list(self._silent()[first:last])
        if len(silent) < last - first:
            return list(self._all()[first:last])
        for duty in silent:
            duty.last_activity = None
        return silent

    def _silent(self) -> QuerySet[Obligation]:
        """Those without a submission, who come first: as long as they fill a page, no change is looked for."""
        entered = Submission.objects.filter(edition=self._edition, agency=OuterRef("agency"))
        silent = self._owing().filter(~Exists(entered), furthest=ComplianceState.NOTHING)
        return silent.order_by("name", "pk")

    def _all(self) -> QuerySet[Obligation]:
        rows = self._owing().annotate(last_activity=latest_change(self._edition))
        return rows.order_by(F("last_activity").asc(nulls_first=True), "name", "pk")

    def _owing(self) -> QuerySet[Obligation]:
        return Obligation.objects.filter(IN_DEBT, edition=self._edition).select_related("region")
