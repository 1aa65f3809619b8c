"""The statistics page: what was found as a heading, how it looks, and its table to take along."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.charts import bars, column_pictures
from home.enums import HonourLevel
from home.selectors.statistics import SHOWN_LEVELS, CatalogueStatistics, RegionCount, catalogue_statistics
from innovation_portal.utils.formats import figure
from innovation_portal.utils.spreadsheets import csv_lines
from innovation_portal.utils.tile_map import tile_map
from submissions.enums import AgencyKind, ServiceField

LEVEL_CLASSES = {
    HonourLevel.NATIONAL: "is-national",
    HonourLevel.WINNER: "is-winner",
    HonourLevel.NOMINEE: "is-nominee",
}


def statistics_context() -> dict:
    numbers = catalogue_statistics()
    fields = [(ServiceField(field).label, count) for field, count in numbers.by_field]
    kinds = [(capfirst(AgencyKind(kind).label), count) for kind, count in numbers.by_kind]
    years = [year for year, _count in numbers.by_year]
    return {
        "numbers": numbers,
        "findings": _findings(numbers, fields, kinds),
        "year_pictures": column_pictures(years, [("is-all", [count for _year, count in numbers.by_year])]),
        "field_bars": bars(fields),
        "kind_bars": bars(kinds),
        "region_bars": bars([(one.name, one.count) for one in _most_first(numbers.by_region) if one.count]),
        "empty_regions": [one.name for one in numbers.by_region if not one.count],
        "tile_map": tile_map(
            ((one.code, one.name, one.count, f"/inovasi/?daerah={one.pk}") for one in numbers.by_region), full=1
        ),
        "honour_pictures": _honour_pictures(numbers),
        "honour_rows": [(year, [counts[level] for level in SHOWN_LEVELS]) for year, counts in numbers.honours],
        "levels": [(LEVEL_CLASSES[level], level.label) for level in SHOWN_LEVELS],
    }


def statistics_table(name: str) -> HttpResponse:
    """Return one of the tables as CSV for spreadsheets; without such a table there is no such address."""
    table = _tables(catalogue_statistics()).get(name)
    if table is None:
        raise Http404
    headings, rows = table
    response = HttpResponse(csv_lines([headings, *rows]), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="statistik-{name}.csv"'
    return response


def _tables(numbers: CatalogueStatistics) -> dict[str, tuple[list[Any], Iterable[Iterable[Any]]]]:
    innovations = _("Innovations")
    return {
        "tahun": ([_("Year"), innovations], numbers.by_year),
        "bidang": ([_("Field"), innovations], [(ServiceField(one).label, count) for one, count in numbers.by_field]),
        "daerah": (
            [_("Code"), _("Region"), innovations],
            [(one.code, one.name, one.count) for one in numbers.by_region],
        ),
        "jenis": ([_("Kind"), innovations], [(AgencyKind(one).label, count) for one, count in numbers.by_kind]),
        "penghargaan": (
            [_("Year"), *(level.label for level in SHOWN_LEVELS)],
            [[year, *(counts[level] for level in SHOWN_LEVELS)] for year, counts in numbers.honours],
        ),
    }


def _most_first(regions: list[RegionCount]) -> list[RegionCount]:
    return sorted(regions, key=lambda one: (-one.count, one.name))


def _honour_pictures(numbers: CatalogueStatistics) -> list:
    years = [year for year, _counts in numbers.honours]
    from_below = [
        (LEVEL_CLASSES[level], [counts[level] for _year, counts in numbers.honours]) for level in SHOWN_LEVELS
    ]
    return column_pictures(years, from_below) if years else []


def _findings(numbers: CatalogueStatistics, fields: list, kinds: list) -> dict[str, str]:
    """Return the heading of each part: the one thing that it shows."""
    found = {}
    if numbers.by_year:
        year, most = max(numbers.by_year, key=lambda row: row[1])
        values = {"total": figure(numbers.total), "year": year, "most": figure(most)}
        found["year"] = _("%(total)s innovations are recorded, most of them, %(most)s, in %(year)s") % values
    if fields:
        label, count = fields[0]
        values = {"field": label, "count": figure(count), "total": figure(numbers.total)}
        found["field"] = _("%(field)s leads with %(count)s of %(total)s innovations") % values
    if kinds:
        values = {"kind": kinds[0][0], "count": figure(kinds[0][1])}
        found["kind"] = _("By kind of agency: most come from “%(kind)s”, %(count)s") % values
    if numbers.by_region:
        present = sum(1 for one in numbers.by_region if one.count)
        values = {"present": present, "all": len(numbers.by_region)}
        found["region"] = _("%(present)s of %(all)s kabupaten and kota stand in the showcase") % values
    national = sum(counts[HonourLevel.NATIONAL] for _year, counts in numbers.honours)
    if numbers.honours:
        message = ngettext(
            "%(count)s national or international honour since %(year)s",
            "%(count)s national or international honours since %(year)s",
            national,
        )
        found["honours"] = message % {"count": figure(national), "year": numbers.honours[0][0]}
    return found
