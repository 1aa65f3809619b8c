"""The disk of the files is full while certificates are printed, and has room again later."""

import sys
import time
from random import Random

from django_tasks_db.models import DBTaskResult

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from judging.models import Certificate, IssueRun
from judging.tasks import print_issue_run
from tests.drill.acts.judging import SILENCE
from tests.drill.installation import PROJECT, Installation
from tests.drill.processes import Process, wait_until
from tests.drill.report import Outcome
from tests.drill.scenarios.kills import Stage
from tests.drill.small_disk import SmallDisk

PATIENCE = 180  # seconds


def run(portal: Installation, random: Random) -> Outcome:
    begun = time.monotonic()
    batch = Stage(random).certificate_batch()
    certificates = Certificate.objects.filter(pk__in=batch.ids)
    for worker in portal.workers:
        worker.stop()
    with SmallDisk(portal.folder / "small_media", 4) as disk:
        worker = Process(
            "worker_on_full_disk",
            [*disk.enter, sys.executable, str(PROJECT / "manage.py"), "db_worker", "--verbosity=0"],
            portal.folder,
            {"S3_BUCKET": "", "MEDIA_ROOT": str(disk.place)},
        )
        disk.fill()
        worker.start()
        batch.begin()
        failed_tasks = DBTaskResult.objects.failed().filter(task_path=print_issue_run.module_path)
        wait_until(failed_tasks.exists, "Printing did not fail on a full disk.", PATIENCE)
        printed_meanwhile = certificates.exclude(file="").count()

        disk.free()
        # The schedule takes up a run after minutes of silence, which the drill does not wait for.
        IssueRun.objects.filter(pk=batch.run.pk).update(beat_at=clock.now() - SILENCE)
        batch.run.items.update(taken_at=clock.now() - SILENCE)
        wait_until(lambda: not certificates.filter(file="").exists(), "The run was not taken up.", PATIENCE)
        worker.stop()
        whole = sum(_is_whole(certificate, disk) for certificate in certificates)
    for worker in portal.workers:
        worker.start()
    fault = "disk full while certificates are printed (a small file system)"
    seen = f"{printed_meanwhile} of {len(batch.ids)} stored while it was full; with room again {whole}"
    lost, doubled = len(batch.ids) - whole, max(0, batch.doubled())
    return Outcome("disk", fault, seen, lost, doubled, printed_meanwhile, time.monotonic() - begun)


def _is_whole(certificate: Certificate, disk: SmallDisk) -> bool:
    content = (disk.seen_from_outside / certificate.file.name).read_bytes()
    return hash_of_chunks([content]) == certificate.file_sha256
