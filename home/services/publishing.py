"""The one writer of innovation pages; their lines in the catalogue are written by `home.services.entries`."""

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from wagtail.log_actions import log

from home.models import CataloguePage, InnovationPage
from home.selectors.publication import PublicFacts, public_facts
from home.selectors.withdrawals import withdrawal_reason
from home.services.bulk_pages import insert_children
from home.services.entries import BATCH, remove_entry, write_entries
from innovation_portal.utils import clock
from submissions.models import Innovation

logger = logging.getLogger(__name__)

SLUG_LENGTH = 80
# All that this module changes on a page that is there. Whatever else an editor saves meanwhile stays as it is.
FACT_FIELDS = ("title", "draft_title", "version", "live", "withdrawn_at", "withdrawal_reason")


@transaction.atomic
def publish_innovation(innovation_id: int) -> InnovationPage | None:
    """Bring the page of an innovation and its line in the catalogue up to what may be public now.

    Makes the page when there is none yet, and takes it down when nothing of the innovation may be public (any more),
    returning `None`. Running again changes nothing. Words and address of the page belong to the editors and are never
    touched; a page that an editor took down stays down.
    """
    Innovation.objects.select_for_update().get(pk=innovation_id)
    facts = public_facts([innovation_id]).get(innovation_id)
    if facts is None:
        withdraw_innovation(innovation_id)
        return None
    page = _locked_pages([innovation_id]).first()
    if page is None:
        page = _create_page(facts)
    elif _state_facts(page, facts):
        log(instance=page, action="home.facts", data={"version": facts.version and facts.version.pk})
    if page is not None:
        write_entries([(page, facts)])
    return page


@transaction.atomic
def withdraw_innovation(innovation_id: int) -> None:
    """Take the page of an innovation down and its line out of the catalogue. Without a live page nothing happens.

    Its address answers from then on since when and why it is gone (`WithdrawalReason`).
    """
    page = _locked_pages([innovation_id]).filter(live=True).first()
    if page is None:
        return
    page.live = False
    page.withdrawn_at, page.withdrawal_reason = clock.now(), withdrawal_reason(innovation_id)
    page.save(clean=False, update_fields=FACT_FIELDS)
    remove_entry(page)
    log(instance=page, action="wagtail.unpublish", data={"reason": page.withdrawal_reason})


def publish_all(innovation_ids: Iterable[int] | None = None) -> int:
    """Publish many innovations, for a first load; by default all. Returns how many are in the catalogue afterwards.

    Does what `publish_innovation` does in a few queries per 500 innovations. New pages get no history entry, and the
    search of the back office finds them after `manage.py update_index`.
    """
    if innovation_ids is None:
        innovation_ids = Innovation.objects.order_by("first_known_year", "pk").values_list("pk", flat=True)
    ids = list(innovation_ids)
    return sum(_publish_batch(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


@transaction.atomic
def _publish_batch(ids: Sequence[int]) -> int:
    facts = public_facts(ids)
    for gone in InnovationPage.objects.filter(innovation__in=set(ids) - set(facts), live=True):
        withdraw_innovation(gone.innovation_id)
    pages = {page.innovation_id: page for page in _locked_pages(facts)}
    for innovation_id, page in pages.items():
        _state_facts(page, facts[innovation_id])
    new = [facts[innovation_id] for innovation_id in ids if innovation_id in facts and innovation_id not in pages]
    pages |= {page.innovation_id: page for page in _create_pages(new)}
    return write_entries([(page, facts[innovation_id]) for innovation_id, page in pages.items()])


def _locked_pages(innovation_ids: Iterable[int]) -> QuerySet[InnovationPage]:
    """Lock the pages of innovations, in one order, so that what an editor saves at this moment is read and kept."""
    return InnovationPage.objects.select_for_update().filter(innovation__in=innovation_ids).order_by("pk")


def _create_page(facts: PublicFacts) -> InnovationPage | None:
    catalogue = _locked_catalogue()
    if catalogue is None:
        return None
    [page] = _new_pages(catalogue, [facts])
    catalogue.add_child(instance=page)
    log(instance=page, action="wagtail.create")
    log(instance=page, action="wagtail.publish")
    return page


def _create_pages(new: list[PublicFacts]) -> list[InnovationPage]:
    catalogue = _locked_catalogue() if new else None
    if catalogue is None:
        return []
    pages = _new_pages(catalogue, new)
    insert_children(catalogue, pages)
    return pages


def _locked_catalogue() -> CataloguePage | None:
    """Lock the parent, so that two tasks do not give two pages the same place or address."""
    catalogue = CataloguePage.objects.select_for_update().first()
    if catalogue is None:
        logger.warning("There is no catalogue page yet, nothing was published: run manage.py set_up_site.")
    return catalogue


def _new_pages(catalogue: CataloguePage, new: list[PublicFacts]) -> list[InnovationPage]:
    wanted = [slugify(facts.title)[:SLUG_LENGTH].strip("-") or "inovasi" for facts in new]
    taken = set(catalogue.get_children().filter(slug__in=wanted).values_list("slug", flat=True))
    now = clock.now()
    pages = []
    for facts, slug in zip(new, wanted, strict=True):
        pages.append(
            InnovationPage(
                title=facts.title,
                slug=slug if slug not in taken else f"{slug}-{facts.innovation.pk}",
                innovation=facts.innovation,
                version=facts.version,
                first_published_at=now,
                last_published_at=now,
            )
        )
        taken.add(slug)
    return pages


def _state_facts(page: InnovationPage, facts: PublicFacts) -> bool:
    """Write title and version into an existing page and put it back when the portal had taken it down."""
    is_back = page.withdrawn_at is not None
    if not is_back and (page.title, page.version) == (facts.title, facts.version):
        return False
    page.title = page.draft_title = facts.title
    page.version = facts.version
    page.live = page.live or is_back
    page.withdrawn_at, page.withdrawal_reason = None, ""
    page.save(clean=False, update_fields=FACT_FIELDS)
    return True
