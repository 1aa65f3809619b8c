"""Where an innovation comes from and what came of it, as far as the public sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from home.models import CatalogueEntry
from home.selectors.catalogue import LONG_TEXTS
from submissions.enums import Lineage
from submissions.models import Agency, Innovation, Replication


@dataclass(frozen=True)
class Taker:
    """An agency that took the innovation over, and the year in which the origin confirmed it."""

    agency: Agency
    year: int


@dataclass(frozen=True)
class Family:
    """The entries of an innovation, of its source and of what comes from it, the oldest first.

    `takers` have no entry of their own for it: who has one stands among the replications.
    """

    own: CatalogueEntry | None
    source: CatalogueEntry | None
    replications: Sequence[CatalogueEntry]
    developments: Sequence[CatalogueEntry]
    takers: Sequence[Taker] = ()

    @property
    def relatives(self) -> list[CatalogueEntry]:
        return [*([self.source] if self.source else []), *self.developments, *self.replications]

    @property
    def is_alone(self) -> bool:
        return not self.relatives and not self.takers

    @property
    def times_replicated(self) -> int:
        return len(self.replications) + len(self.takers)


def family_of(innovation: Innovation, *, confirmed: Iterable[Replication] = ()) -> Family:
    """Return the family one step up and one step down; only live pages belong to it. One query.

    `confirmed` are the confirmed replications of the innovation with their agencies, for its takers.
    """
    # By a subquery: with a condition across the join a database reads the whole catalogue.
    one_step = Q(pk__in=[innovation.pk, innovation.source_id]) | Q(source=innovation.pk)
    family = Innovation.objects.filter(one_step).order_by().values("pk")
    entries = list(
        CatalogueEntry.objects.filter(innovation__in=family)
        .annotate(came_from=F("innovation__source"), lineage=F("innovation__lineage"))
        .defer(*LONG_TEXTS)
        .order_by("year", "page_id")
    )
    descendants = [one for one in entries if one.came_from == innovation.pk]
    replications = [one for one in descendants if one.lineage == Lineage.REPLICATION]
    have_entries = {one.agency_id for one in replications}
    return Family(
        own=next((one for one in entries if one.innovation_id == innovation.pk), None),
        source=next((one for one in entries if one.innovation_id == innovation.source_id), None),
        replications=replications,
        developments=[one for one in descendants if one.lineage != Lineage.REPLICATION],
        takers=[
            Taker(one.agency, timezone.localtime(one.decided_at).year)
            for one in confirmed
            if one.agency_id not in have_entries
        ],
    )
