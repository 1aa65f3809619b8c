"""The one writer of the catalogue's lines: entries with their goals, what replicates what, and the summary of all."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Exists, OuterRef, Value, When
from wagtail.models import Site

from home.enums import HonourLevel, ReplicationMark
from home.models import CatalogueEntry, CatalogueSummary, EntryGoal, InnovationPage
from home.selectors.facet_counts import counts_of
from home.selectors.publication import PublicFacts
from home.selectors.stems import stems_beside
from innovation_portal.utils import clock
from submissions.enums import Lineage
from submissions.models import Replication
from submissions.voice_enums import ReplicationState

BATCH = 500
ENTRY_FIELDS = [field.name for field in CatalogueEntry._meta.concrete_fields if not field.primary_key]


def write_entries(published: list[tuple[InnovationPage, PublicFacts]]) -> int:
    """Write the lines of pages that anybody may read, remove those of the others; return how many there are.

    Belongs to the transaction of its caller, who publishes.
    """
    shown = _shown_to_all(page for page, _facts in published)
    live = [(page, facts) for page, facts in published if page.pk in shown]
    root_path = Site.objects.select_related("root_page").get(is_default_site=True).root_page.url_path
    entries = [_entry(page, facts, root_path) for page, facts in live]
    touched = _origins_of(page for page, _facts in published) | {facts.innovation.pk for _page, facts in published}
    CatalogueEntry.objects.filter(page__in=[page for page, _facts in published if page.pk not in shown]).delete()
    CatalogueEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["page"], update_fields=ENTRY_FIELDS, batch_size=BATCH
    )
    EntryGoal.objects.filter(entry__in=entries).delete()
    EntryGoal.objects.bulk_create(
        EntryGoal(entry=entry, goal=goal)
        for entry, (_page, facts) in zip(entries, live, strict=True)
        for goal in (facts.version.payload["goals"] if facts.version else [])
    )
    _mark_replications(touched | {entry.replicates_id for entry in entries})
    renew_catalogue()
    return len(entries)


def remove_entry(page: InnovationPage) -> None:
    """Take the line of a page out of the catalogue, in the transaction of the caller, who withdraws it."""
    origins = _origins_of([page])
    CatalogueEntry.objects.filter(page=page).delete()
    _mark_replications(origins)
    renew_catalogue()


def _shown_to_all(pages: Iterable[InnovationPage]) -> set[int]:
    """Return the ids of those that are live, and not for some people only by themselves or by a page above them."""
    shown = InnovationPage.objects.live().public().filter(pk__in=[page.pk for page in pages])
    return set(shown.values_list("pk", flat=True))


def _entry(page: InnovationPage, facts: PublicFacts, root_path: str) -> CatalogueEntry:
    innovation = facts.innovation
    best = facts.best_honour
    entry = CatalogueEntry(
        page=page,
        innovation=innovation,
        url="/" + page.url_path.removeprefix(root_path),
        title=facts.title,
        summary=facts.summary or page.lead,  # of a past innovation often only the editors tell
        agency=innovation.agency,
        agency_name=facts.agency_name,
        region=innovation.agency.region,
        region_name=facts.region_name,
        region_kind=facts.region_kind,
        field=facts.field,
        life_state=innovation.life_state,
        data_mark=innovation.data_mark,
        year=facts.year,
        honour_level=best.level if best else HonourLevel.NONE,
        honour=best.badge if best else "",
        search_text=_search_text(facts),
        updated_at=clock.now(),
        **_further_facts(facts),
    )
    if connection.vendor == "sqlite":  # PostgreSQL stems by itself, see migration 0002
        entry.stems = stems_beside([entry.title, entry.summary, entry.search_text])
    return entry


def _further_facts(facts: PublicFacts) -> dict[str, Any]:
    """Return the columns that only facets read, from the frozen version or the registry for past innovations."""
    if facts.version is None:
        innovation = facts.innovation
        is_copy = innovation.lineage == Lineage.REPLICATION
        return {
            "form": innovation.form,
            "type": innovation.type,
            "phase": innovation.phase,
            "replicates_id": innovation.source_id if is_copy else None,
        }
    payload = facts.version.payload
    source = payload["lineage"]["source"] if payload["lineage"]["kind"] == Lineage.REPLICATION else None
    return {
        "category": payload["category"]["name"] if payload["category"] else "",
        "form": payload["form"],
        "type": payload["type"],
        "phase": payload["phase"],
        "replicates_id": source["id"] if source else None,
    }


def _search_text(facts: PublicFacts) -> str:
    return "\n".join([*(section.text for section in facts.sections), *(honour.badge for honour in facts.honours)])


def _origins_of(pages: Iterable[InnovationPage]) -> set[int]:
    """Return the innovations that the present lines of these pages replicate."""
    lines = CatalogueEntry.objects.filter(page__in=list(pages), replicates__isnull=False)
    return set(lines.values_list("replicates", flat=True))


def _mark_replications(innovation_ids: set[int | None]) -> None:
    """Say of each innovation whether it was taken over, or else whether it replicates another one.

    It was taken over where an entry replicates it, or where it confirmed an agency that does.
    """
    copies = CatalogueEntry.objects.filter(replicates=OuterRef("innovation"))
    takers = Replication.objects.filter(innovation=OuterRef("innovation"), state=ReplicationState.CONFIRMED)
    marks = Case(
        When(Exists(copies) | Exists(takers), then=Value(ReplicationMark.ORIGIN.value)),
        When(replicates__isnull=False, then=Value(ReplicationMark.COPY.value)),
        default=Value(""),
    )
    lines = CatalogueEntry.objects.filter(innovation__in=innovation_ids - {None})
    lines.exclude(replication=marks).update(replication=marks)


@transaction.atomic
def renew_catalogue() -> None:
    """Count the whole catalogue and give it its next number; nothing that was remembered of it is shown any more.

    The row is locked before it is counted, so that of two that publish at once the second counts the first's entries.
    """
    summary, _is_new = CatalogueSummary.objects.select_for_update().get_or_create(pk=1)
    summary.number += 1
    summary.counts = counts_of(CatalogueEntry.objects.all())
    summary.save()
