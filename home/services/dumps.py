"""The nightly files of the open data: ordered by the clock, made by the worker, kept for two weeks."""

from datetime import time, timedelta
from functools import partial
from tempfile import TemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from home.dump_files import WRITERS
from home.enums import DumpFormat
from home.models import Dump
from home.open_data.datasets import BY_NAME, DATASETS
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from innovation_portal.utils.queueing import hand_to_worker

NIGHTLY_FROM = time(1, 0)  # in the portal's time zone
LOST_AFTER = timedelta(hours=1)
KEPT_DAYS = 14
CHUNK_BYTES = 64 * 1024


def order_dumps() -> int:
    """Order this night's files from one o'clock on, and again those whose worker was killed; return how many.

    Runs by the clock. Again: nothing, until an order is an hour old and not made.
    """
    now = clock.now()
    if timezone.localtime(now).time() < NIGHTLY_FROM:
        return 0
    with transaction.atomic():
        tonight = Dump.objects.filter(day=clock.today())
        known = set(tonight.values_list("dataset", "format"))
        Dump.objects.bulk_create(
            [
                Dump(dataset=dataset.name, format=format_, day=clock.today(), ordered_at=now)
                for dataset in DATASETS
                for format_ in DumpFormat
                if (dataset.name, format_) not in known
            ],
            ignore_conflicts=True,  # another process may order them at the same moment
        )
        # What was just ordered carries this moment, what is lost an old one; the lock gives each to one process.
        unmade = tonight.select_for_update().filter(made_at__isnull=True)
        due = [each for each in unmade if each.ordered_at == now or each.ordered_at < now - LOST_AFTER]
        Dump.objects.filter(pk__in=[each.pk for each in due]).update(ordered_at=now)
        for each in due:
            _hand_over(each.pk)
    return len(due)


def make_dump(dump_id: int) -> None:
    """Write one ordered file, and only when it is whole show it. What a worker calls; again: nothing.

    A worker that was killed leaves nothing that anybody sees. Of two that make the same file one wins.
    """
    dump = Dump.objects.filter(pk=dump_id, made_at__isnull=True).first()
    if dump is None:
        return
    with TemporaryFile() as target:
        rows = WRITERS[dump.format](BY_NAME[dump.dataset], target)
        size = target.tell()
        target.seek(0)
        checksum = hash_of_chunks(iter(partial(target.read, CHUNK_BYTES), b""))
        target.seek(0)
        # The random part keeps what another worker writes for the same row apart.
        dump.file.save(f"{dump.dataset}-{dump.day}-{get_random_string(8)}.{dump.format}", File(target), save=False)
    mine = Dump.objects.filter(pk=dump_id, made_at__isnull=True)
    if not mine.update(made_at=clock.now(), file=dump.file.name, rows=rows, size=size, sha256=checksum):
        dump.file.storage.delete(dump.file.name)


def delete_old_dumps() -> int:
    """Delete the files of nights more than two weeks ago; return how many. Runs by the clock. Again: nothing."""
    with transaction.atomic():
        old = list(Dump.objects.select_for_update().filter(day__lt=clock.today() - timedelta(days=KEPT_DAYS)))
        for dump in old:
            if dump.file:
                transaction.on_commit(partial(dump.file.storage.delete, dump.file.name))
            dump.delete()
    return len(old)


def _hand_over(dump_id: int) -> None:
    # The task is imported late: it calls back into this module.
    from home.tasks import write_dump

    hand_to_worker(write_dump, dump_id)
