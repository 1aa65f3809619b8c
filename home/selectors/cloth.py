"""The cloth of the home page: one kawung for each obliged agency, one petal for each step."""

from dataclasses import dataclass

from django.core.cache import cache

from submissions.enums import ComplianceState
from submissions.models import Edition
from submissions.selectors.compliance import compliance_totals

# How many petals a state fills. A rejected submission leaves the hole that it was; exempt agencies have no cell.
PETALS = {
    ComplianceState.VERIFIED: 4,
    ComplianceState.SUBMITTED: 3,
    ComplianceState.RETURNED: 3,
    ComplianceState.AWAITING_APPROVAL: 2,
    ComplianceState.DRAFT: 1,
    ComplianceState.NOTHING: 0,
    ComplianceState.REJECTED: 0,
}
MOST_CELLS = 100
REMEMBERED_SECONDS = 60


@dataclass(frozen=True)
class Cloth:
    """`cells` are numbers of petals, fullest first; with very many agencies one cell stands for several."""

    cells: list[int]
    agencies_per_cell: int
    obliged: int
    verified: int
    submitted: int
    writing: int
    nothing: int

    @property
    def handed_in(self) -> int:
        return self.verified + self.submitted


def cloth_of(edition: Edition) -> Cloth | None:
    """Return the cloth of an edition, or `None` while nobody is obliged in it. Counted once a minute at most."""
    key = f"cloth-totals:{edition.pk}"
    totals = cache.get_or_set(key, lambda: compliance_totals(edition), REMEMBERED_SECONDS)
    agencies = [petals for state, petals in PETALS.items() for _agency in range(totals[state])]
    if not agencies:
        return None
    agencies.sort(reverse=True)
    per_cell = -(-len(agencies) // MOST_CELLS)
    return Cloth(
        cells=agencies[::per_cell],
        agencies_per_cell=per_cell,
        obliged=len(agencies),
        verified=agencies.count(4),
        submitted=agencies.count(3),
        writing=agencies.count(2) + agencies.count(1),
        nothing=agencies.count(0),
    )
