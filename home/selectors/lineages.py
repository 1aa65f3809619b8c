"""Where an innovation comes from and what came of it, as far as the catalogue shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from home.models import CatalogueEntry
from home.selectors.catalogue import LONG_TEXTS
from submissions.enums import Lineage
from submissions.models import Innovation


@dataclass(frozen=True)
class Family:
    """The entries of an innovation, of its source and of what comes from it, the oldest first."""

    own: CatalogueEntry | None
    source: CatalogueEntry | None
    replications: Sequence[CatalogueEntry]
    developments: Sequence[CatalogueEntry]

    @property
    def relatives(self) -> list[CatalogueEntry]:
        return [*([self.source] if self.source else []), *self.developments, *self.replications]


def family_of(innovation: Innovation) -> Family:
    """Return the family one step up and one step down; only live pages belong to it. One query."""
    # By a subquery: with a condition across the join a database reads the whole catalogue.
    one_step = Q(pk__in=[innovation.pk, innovation.source_id]) | Q(source=innovation.pk)
    family = Innovation.objects.filter(one_step).order_by().values("pk")
    entries = list(
        CatalogueEntry.objects.filter(innovation__in=family)
        .select_related("innovation")
        .defer(*LONG_TEXTS)
        .order_by("year", "page_id")
    )
    descendants = [one for one in entries if one.innovation.source_id == innovation.pk]
    return Family(
        own=next((one for one in entries if one.innovation_id == innovation.pk), None),
        source=next((one for one in entries if one.innovation_id == innovation.source_id), None),
        replications=[one for one in descendants if one.innovation.lineage == Lineage.REPLICATION],
        developments=[one for one in descendants if one.innovation.lineage != Lineage.REPLICATION],
    )
