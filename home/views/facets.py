"""The filters of the catalogue as a page shows them: choices with counts, chips, and a map."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home.enums import HonourLevel
from home.selectors.catalogue import CatalogueQuery, Counts
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.tile_map import TileMap, tile_map
from submissions.enums import LifeState, ServiceField
from submissions.models import Region

TITLES = {
    "bidang": _("Field"),
    "pengakuan": _("Recognition"),
    "keadaan": _("State now"),
    "daerah": _("Region"),
    "tahun": _("Year"),
}
OPEN_AT_FIRST = ("bidang", "pengakuan", "keadaan")


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
    name: str
    title: str
    options: list[Option]
    is_open: bool


@dataclass(frozen=True)
class Filters:
    """What one search may be narrowed by. `counts` is unknown (None) when too many entries match, `whole` never.

    Its parts are worked out when a template asks for them, which it does once for all pages of a search: `key` tells
    searches, and the numbers in them, apart.
    """

    query: CatalogueQuery
    counts: Counts | None
    whole: Counts
    address: QueryDict

    @cached_property
    def key(self) -> str:
        asked = {name: values for name, values in self.address.lists() if name != "page"}
        return hash_of([asked, self.counts, self.whole])

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
    def tile_map(self) -> TileMap:
        """The kabupaten and kota by their number of innovations; each leads to its own, keeping other choices."""
        others = self.address.copy()
        others.pop("page", None)
        others.pop("daerah", None)
        start = f"?{others.urlencode()}&daerah=" if others else "?daerah="
        by_region = self.whole["daerah"]
        places = [
            (region.code, region.name, by_region.get(str(region.pk), 0), f"{start}{region.pk}")
            for region in self._regions
        ]
        return tile_map(places, full=1)

    @cached_property
    def _regions(self) -> list[Region]:
        return list(Region.objects.only("code", "name", "kind"))

    @cached_property
    def _labels(self) -> dict[str, list[tuple[str, str]]]:
        fields = sorted(ServiceField, key=lambda field: -self.whole["bidang"].get(field.value, 0))
        levels = sorted((level for level in HonourLevel if level != HonourLevel.NONE), reverse=True)
        return {
            "bidang": [(field.value, field.label) for field in fields],
            "pengakuan": [(str(level.value), level.label) for level in levels],
            "keadaan": [(state.value, state.label) for state in LifeState if state != LifeState.UNKNOWN],
            "daerah": [(str(region.pk), region.name) for region in self._regions],
            "tahun": [(year, year) for year in sorted(self.whole["tahun"], reverse=True)],
        }

    def _facet(self, name: str, title: str) -> Facet:
        chosen = {str(value) for value in self.query.facets.get(name, ())}
        counts = self.whole if self.counts is None else self.counts
        options = [
            Option(
                value=value,
                label=label,
                count=None if self.counts is None else self.counts[name].get(value, 0),
                is_chosen=value in chosen,
                without_url=self._without(name, value) if value in chosen else "",
            )
            for value, label in self._labels[name]
            if value in chosen or value in counts[name]
        ]
        return Facet(name, title, options, is_open=bool(chosen) or name in OPEN_AT_FIRST)

    def _without(self, name: str, value: str) -> str:
        """Return the present query without one choice."""
        query = self.address.copy()
        query.pop("page", None)
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        return f"?{query.urlencode()}"
