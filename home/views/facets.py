"""The filters of the catalogue as a page shows them: choices with counts, chips, and a map."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home.enums import HonourLevel, ReplicationMark
from home.selectors.catalogue import CatalogueQuery
from home.selectors.facet_counts import Counts
from innovation_portal.utils.tile_map import TileMap, tile_map
from submissions.enums import (
    InnovationForm,
    InnovationPhase,
    InnovationType,
    LifeState,
    ServiceField,
    SustainableGoal,
)
from submissions.models import Agency, Region

TITLES = {
    "bidang": _("Field"),
    "pengakuan": _("Recognition"),
    "keadaan": _("State now"),
    "tahun": _("Year"),
    "daerah": _("Region"),
    "opd": _("Agency"),
    "kategori": _("Category"),
    "tpb": _("Sustainable development goals"),
    "bentuk": _("Form of the innovation"),
    "jenis": _("Digital or not"),
    "tahap": _("Phase"),
    "replikasi": _("Replication"),
}
OPEN_AT_FIRST = ("bidang", "pengakuan", "keadaan")
AGENCIES = "opd"
AGENCIES_SHOWN = 20


@dataclass(frozen=True)
class Option:
    """One choice of a filter. `count` is unknown in a search with too many results; a chosen one can be taken back."""

    value: str
    label: str
    count: int | None
    is_chosen: bool
    without_url: str


@dataclass(frozen=True)
class Facet:
    """A filter with its choices; of a long list only the most frequent are among them, `left_off` are not."""

    name: str
    title: str
    options: list[Option]
    is_open: bool
    is_searchable: bool
    left_off: int


@dataclass(frozen=True)
class Filters:
    """What one search may be narrowed by. `counts` is unknown (None) when too many entries match, `whole` never.

    Of the agencies those are offered whose name holds `agency_search`. The parts are worked out when a template asks.
    """

    query: CatalogueQuery
    counts: Counts | None
    whole: Counts
    address: QueryDict
    agency_search: str = ""

    @cached_property
    def facets(self) -> list[Facet]:
        """Every filter with the choices that lead somewhere, and those that are chosen."""
        return [self._facet(name, title) for name, title in TITLES.items()]

    @property
    def chips(self) -> list[Option]:
        """The choices that were made."""
        if not self.query.is_narrowed:
            return []
        return [option for facet in self.facets for option in facet.options if option.is_chosen]

    @property
    def without_any_url(self) -> str:
        """Return the present address without any choice."""
        address = self._address_without("page", "cari_opd", *TITLES)
        return f"?{address.urlencode()}"

    @cached_property
    def tile_map(self) -> TileMap:
        """The kabupaten and kota by their number of results; each leads to its own, keeping other choices."""
        others = self._address_without("page", "daerah")
        start = f"?{others.urlencode()}&daerah=" if others else "?daerah="
        by_region, chosen = self._counts["daerah"], self.query.facets.get("daerah", ())
        places = [(code, name, by_region.get(str(pk), 0), f"{start}{pk}") for pk, code, name in self._regions]
        return tile_map(places, full=1, chosen={code for pk, code, _name in self._regions if pk in chosen})

    @property
    def _counts(self) -> Counts:
        return self.whole if self.counts is None else self.counts

    @cached_property
    def _regions(self) -> list[tuple[int, str, str]]:
        """Id, code and name of every region."""
        return list(Region.objects.values_list("pk", "code", "name"))

    @cached_property
    def _labels(self) -> dict[str, list[tuple[str, str]]]:
        fields = sorted(ServiceField, key=lambda field: -self.whole["bidang"].get(field.value, 0))
        levels = sorted((level for level in HonourLevel if level != HonourLevel.NONE), reverse=True)
        return {
            "bidang": _choices(fields),
            "pengakuan": _choices(levels),
            "keadaan": _choices(state for state in LifeState if state != LifeState.UNKNOWN),
            "tahun": [(year, year) for year in sorted(self.whole["tahun"], reverse=True)],
            "daerah": [(str(pk), name) for pk, _code, name in self._regions],
            "opd": self._agencies,
            "kategori": [(name, name) for name in sorted(self.whole["kategori"]) if name],
            "tpb": [(str(goal.value), f"{goal.value}. {goal.label}") for goal in SustainableGoal],
            "bentuk": _choices(InnovationForm),
            "jenis": _choices(InnovationType),
            "tahap": _choices(reversed(InnovationPhase)),
            "replikasi": _choices(ReplicationMark),
        }

    @cached_property
    def _offered_agencies(self) -> list[str]:
        """The ids of all agencies that may be chosen, the one with most results first."""
        counts = self._counts[AGENCIES]
        if self.agency_search:
            named = Agency.objects.filter(name__icontains=self.agency_search).values_list("pk", flat=True)
            counts = {str(pk): counts[str(pk)] for pk in named if str(pk) in counts}
        oldest_first = sorted(counts, key=int)  # two plain sorts take half as long as one by pairs
        return sorted(oldest_first, key=counts.__getitem__, reverse=True)

    @cached_property
    def _agencies(self) -> list[tuple[str, str]]:
        chosen = [str(pk) for pk in self.query.facets.get(AGENCIES, ())]
        offered = [value for value in self._offered_agencies[:AGENCIES_SHOWN] if value not in chosen]
        names = dict(Agency.objects.filter(pk__in=chosen + offered).order_by().values_list("pk", "name"))
        return [(value, names[int(value)]) for value in chosen + offered if int(value) in names]

    def _facet(self, name: str, title: str) -> Facet:
        chosen = {str(value) for value in self.query.facets.get(name, ())}
        options = [
            Option(
                value=value,
                label=label,
                count=None if self.counts is None else self.counts[name].get(value, 0),
                is_chosen=value in chosen,
                without_url=self._without(name, value) if value in chosen else "",
            )
            for value, label in self._labels[name]
            if value in chosen or value in self._counts[name]
        ]
        is_searchable = name == AGENCIES and (bool(self.agency_search) or len(self.whole[AGENCIES]) > AGENCIES_SHOWN)
        return Facet(
            name,
            title,
            options,
            is_open=bool(chosen) or name in OPEN_AT_FIRST or (name == AGENCIES and bool(self.agency_search)),
            is_searchable=is_searchable,
            left_off=max(0, len(self._offered_agencies) - AGENCIES_SHOWN) if is_searchable else 0,
        )

    def _without(self, name: str, value: str) -> str:
        """Return the present address without one choice."""
        address = self._address_without("page")
        address.setlist(name, [other for other in address.getlist(name) if other != value])
        return f"?{address.urlencode()}"

    def _address_without(self, *names: str) -> QueryDict:
        address = self.address.copy()
        for name in names:
            address.pop(name, None)
        return address


def _choices(values: Iterable) -> list[tuple[str, str]]:
    return [(str(one.value), one.label) for one in values]
