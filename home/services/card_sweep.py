"""Pictures for other sites that no page names any more: looked for once a night, deleted by the worker."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import time

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from home.identifiers import innovation_id_of
from home.models import CatalogueSummary, InnovationPage
from home.selectors.publication import public_facts
from home.share_cards import CARDS_FOLDER, card_of
from innovation_portal.utils import clock
from innovation_portal.utils.queueing import hand_to_worker

NIGHTLY_FROM = time(1, 30)  # in the portal's time zone; the files of the open data are ordered before
BATCH = 500


@transaction.atomic
def order_card_sweep() -> bool:
    """Have old pictures swept once a night, from half past one on; return whether it was ordered now.

    Runs by the clock. Again, or by another process: nothing until the next night, which also does what a killed worker
    has left.
    """
    if timezone.localtime(clock.now()).time() < NIGHTLY_FROM:
        return False
    today = clock.today()
    is_due = CatalogueSummary.objects.exclude(cards_swept_on=today).update(cards_swept_on=today) > 0
    if is_due:
        _hand_over()
    return is_due


def sweep_cards() -> int:
    """Delete the pictures that no live page names, return how many. What a worker calls; again: nothing.

    What is drawn meanwhile stays: the folder is read before the pages are.
    """
    kept_by_innovation = defaultdict(list)
    for name in _kept():
        kept_by_innovation[innovation_id_of(name.partition("-")[0])].append(f"{CARDS_FOLDER}/{name}")
    deleted = 0
    ids = list(kept_by_innovation)
    for innovation_ids in (ids[start : start + BATCH] for start in range(0, len(ids), BATCH)):
        named = set(_named(innovation_ids))
        for innovation_id in innovation_ids:
            for name in kept_by_innovation[innovation_id]:
                if name not in named:
                    default_storage.delete(name)
                    deleted += 1
    return deleted


def _kept() -> list[str]:
    try:
        return default_storage.listdir(CARDS_FOLDER)[1]
    except FileNotFoundError:  # nothing was ever drawn
        return []


def _named(innovation_ids: Iterable[int | None]) -> Iterator[str]:
    facts = public_facts(innovation_id for innovation_id in innovation_ids if innovation_id)
    for page in InnovationPage.objects.live().filter(innovation__in=facts):
        yield card_of(page, facts[page.innovation_id]).file


def _hand_over() -> None:
    # The task is imported late: it calls back into this module.
    from home.tasks import sweep_old_cards

    hand_to_worker(sweep_old_cards)
