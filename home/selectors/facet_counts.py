"""Facets of the catalogue: what each narrows, and how many entries stand behind its values."""

from django.db import connection
from django.db.models import QuerySet

from home.models import CatalogueEntry, EntryGoal

# Facets by their name in the address, with the column that they narrow.
FACETS = {
    "bidang": "field",
    "pengakuan": "honour_level",
    "keadaan": "life_state",
    "daerah": "region",
    "opd": "agency",
    "tahun": "year",
    "kategori": "category",
    "tpb": "goals",
    "bentuk": "form",
    "jenis": "type",
    "tahap": "phase",
    "replikasi": "replication",
}
# Values by facet, with the number of their entries. An entry without a value counts under the empty one.
Counts = dict[str, dict[str, int]]
GOALS = "tpb"
PART = "SELECT '{0}', CAST({1} AS varchar), COUNT(*) FROM {2} GROUP BY {1}"
Chosen = tuple[tuple[str, tuple], ...]


def narrowed(entries: QuerySet[CatalogueEntry], chosen: Chosen, *, except_for: str = "") -> QuerySet[CatalogueEntry]:
    """Return the entries that have one of the chosen values in each facet that something is chosen in."""
    for facet, values in chosen:
        if facet == except_for:
            continue
        if facet == GOALS:  # of an entry that serves two of them a join would make two
            entries = entries.filter(pk__in=EntryGoal.objects.filter(goal__in=values).values("entry"))
        else:
            entries = entries.filter(**{f"{FACETS[facet]}__in": values})
    return entries


def no_counts() -> Counts:
    """Return the counts of no entry."""
    return {facet: {} for facet in FACETS}


def counts_of(entries: QuerySet[CatalogueEntry], chosen: Chosen = ()) -> Counts:
    """Count the entries behind each value of each facet, were it chosen beside the others.

    One query, which reads what fits once for all facets and once more for each in which something is chosen; the ORM
    would read it for every facet.
    """
    free = [facet for facet in FACETS if facet not in dict(chosen)]
    readings = [(narrowed(entries, chosen), free)]
    readings += [(narrowed(entries, chosen, except_for=facet), [facet]) for facet, _values in chosen]
    tables, parts, parameters = [], [], []
    for number, (fitting, facets) in enumerate(readings):
        columns = [FACETS[facet] for facet in facets if facet != GOALS]
        statement, values = fitting.order_by().values("page_id", *columns).query.sql_with_params()
        tables.append(f"fitting{number} AS MATERIALIZED ({statement})")
        parts += [_part(facet, f"fitting{number}") for facet in facets]
        parameters += values
    counts = no_counts()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", parameters)
        for facet, value, count in cursor.fetchall():
            counts[facet][value] = count
    return counts


def _part(facet: str, table: str) -> str:
    if facet == GOALS:
        return PART.format(facet, "goal", f"{table} JOIN home_entrygoal ON entry_id = page_id")
    return PART.format(facet, FACETS[facet], table)
