"""Agencies by years: who met the duty in which edition. Names, kinds and regions are those of today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from submissions.enums import AgencyKind, DutyOutcome
from submissions.models import Agency, Edition, Obligation, Region, Submission
from submissions.selectors.compliance import counts_by_edition


@dataclass(frozen=True)
class Cell:
    """One agency in one edition: how it ended, or stands in an open one, and how many of how many it handed in."""

    edition: Edition
    outcome: DutyOutcome
    submitted: int = 0
    required: int = 0


@dataclass(frozen=True)
class MatrixRow:
    """One agency through the editions, in the order of those asked for."""

    agency: Agency
    cells: list[Cell]

    @property
    def met(self) -> int:
        return sum(cell.outcome == DutyOutcome.MET for cell in self.cells)

    @property
    def owed(self) -> int:
        return sum(cell.outcome in {DutyOutcome.MET, DutyOutcome.UNMET} for cell in self.cells)


def agencies_with_duties(
    *, region: Region | None = None, kind: AgencyKind | str = "", search: str = ""
) -> QuerySet[Agency]:
    """Return the agencies that will owe something or owed it in any edition, by region and name, ready to be paged.

    Those that will are named first: of them nobody has to look through the obligations of all years.
    """
    will_owe = Q(is_obliged=True, is_active=True)
    owed = Exists(Obligation.objects.filter(agency=OuterRef("pk")))
    agencies = Agency.objects.filter(will_owe | owed).select_related("region")
    if region:
        agencies = agencies.filter(region=region)
    if kind:
        agencies = agencies.filter(kind=kind)
    if words := search.strip():
        agencies = agencies.filter(Q(name__icontains=words) | Q(code__icontains=words))
    return agencies.order_by("region__code", "region__name", "name", "pk")


def matrix_of(agencies: Iterable[Agency], editions: Sequence[Edition]) -> list[MatrixRow]:
    """Return a row for each agency with a cell for each edition. Two queries, however many of either."""
    agencies = list(agencies)
    handed_in = counts_by_edition(Submission.objects.filter(agency__in=agencies))
    duties = Obligation.objects.filter(agency__in=agencies).order_by()
    owed = {
        (agency, edition): (required, is_exempt)
        for agency, edition, required, is_exempt in duties.values_list(
            "agency", "edition", "required_count", "is_exempt"
        )
    }
    return [
        MatrixRow(
            agency,
            [
                _cell(edition, owed.get((agency.pk, edition.pk)), handed_in.get((agency.pk, edition.pk), 0))
                for edition in editions
            ],
        )
        for agency in agencies
    ]


def _cell(edition: Edition, duty: tuple[int, bool] | None, submitted: int) -> Cell:
    if duty is None:
        return Cell(edition, DutyOutcome.NONE, submitted)
    required, is_exempt = duty
    if is_exempt:
        return Cell(edition, DutyOutcome.EXEMPT, submitted, required)
    outcome = DutyOutcome.MET if submitted >= required else DutyOutcome.UNMET
    return Cell(edition, outcome, submitted, required)
