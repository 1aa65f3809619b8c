"""Printing what was issued, in the background and in batches. See docs/certificates.md.

Every step is a row: workers take a batch in one short transaction, print it in none, and finish it in another. So a
process may be killed at any moment, and any number of them may share a run.
"""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.queueing import hand_to_worker
from judging.enums import IssueRunState, PrintState
from judging.models import Certificate, IssueRun, PrintItem
from judging.pdf import BATCH_SIZE, TextDoesNotFit, print_certificates
from judging.selectors.issue_runs import OPEN_STATES, certificates_to_print, open_runs, silent_runs, silent_since
from judging.services.certificate_files import has_file, store_file
from judging.services.certificate_pictures import pictures_of
from judging.services.issuers import check_may_issue

logger = logging.getLogger(__name__)
# So many workers take up one run, where there are as many; the others find nothing to do and end.
WORKERS_PER_RUN = 2


def print_what_is_missing(edition_id: int, *, actor) -> IssueRun | None:
    """Start a run of all valid certificates that have no file and are on no list, and go on with runs that stopped.

    Returns the new run, None when nothing is missing. The caller holds the lock on the numbers of the edition.
    """
    for run in open_runs(edition_id):
        resume_run(run.pk, actor=actor)
    missing = list(certificates_to_print(edition_id))
    if not missing:
        return None
    now = clock.now()
    run = IssueRun.objects.create(edition_id=edition_id, started_by=actor, started_at=now, beat_at=now)
    PrintItem.objects.bulk_create(PrintItem(run=run, certificate=certificate) for certificate in missing)
    _work_after_commit(run)
    return run


def cancel_run(run_id: int, *, actor) -> IssueRun:
    """Stop a run after the batches that are being printed; the certificates keep their numbers. Again: nothing."""
    check_may_issue(actor)
    with transaction.atomic():
        run = IssueRun.objects.select_for_update().get(pk=run_id)
        if run.state == IssueRunState.PRINTING:
            run.state = IssueRunState.CANCELLED
            run.save(update_fields=["state"])
            log(instance=run, action="judging.cancel_printing", user=actor)
    return run


def resume_run(run_id: int, *, actor) -> IssueRun:
    """Go on with a run that was stopped or lost its worker, and try again what failed. Again: nothing."""
    check_may_issue(actor)
    with transaction.atomic():
        run = IssueRun.objects.select_for_update().get(pk=run_id)
        failed = run.items.filter(state=PrintState.FAILED).update(state=PrintState.WAITING, error="")
        is_printing = run.state == IssueRunState.PRINTING and run.beat_at >= silent_since()
        if run.items.filter(state__in=OPEN_STATES).exists() and (failed or not is_printing):
            run.state, run.finished_at, run.beat_at = IssueRunState.PRINTING, None, clock.now()
            run.save(update_fields=["state", "finished_at", "beat_at"])
            log(instance=run, action="judging.resume_printing", user=actor)
            _work_after_commit(run)
    return run


def resume_silent_runs() -> int:
    """Take up the runs whose workers were killed; return how many. Runs by the clock. Again: nothing."""
    with transaction.atomic():
        runs = list(silent_runs().select_for_update())
        for run in runs:
            _beat(run)
            _work_after_commit(run)
    return len(runs)


def work_on_run(run_id: int) -> None:
    """Print one batch after the other until nothing is left to take. What a worker calls; any number at once."""
    key = get_random_string(32)
    while items := _take_batch(run_id, key):
        _finish_batch(run_id, key, _print([item.certificate for item in items]))


def _take_batch(run_id: int, key: str) -> list[PrintItem]:
    """Mark the next batch as taken by `key` and return it: what waits, and what a silent worker had taken.

    The row of the run is locked for these few queries, so no two take the same.
    """
    with transaction.atomic():
        run = IssueRun.objects.select_for_update().get(pk=run_id)
        if run.state != IssueRunState.PRINTING:
            return []
        left_behind = Q(state=PrintState.TAKEN, taken_at__lt=silent_since())
        free = run.items.filter(Q(state=PrintState.WAITING) | left_behind).select_related("certificate")
        items = list(free.order_by("pk")[:BATCH_SIZE])
        now = clock.now()
        PrintItem.objects.filter(pk__in=[item.pk for item in items]).update(
            state=PrintState.TAKEN, taken_at=now, taken_by=key
        )
        _beat(run)
    return items


def _print(certificates: list[Certificate]) -> dict[int, bytes | str | None]:
    """Return by certificate its file, None where it has one already, or in words what went wrong.

    One that cannot be printed spoils no other: a batch that fails is printed one by one.
    """
    missing = [certificate for certificate in certificates if not has_file(certificate)]
    done: dict[int, bytes | str | None] = {certificate.pk: None for certificate in certificates}
    payloads = [certificate.payload for certificate in missing]
    try:
        pictures = pictures_of(payloads)
        files = list(print_certificates(payloads, pictures=pictures))
    except Exception as error:
        if len(certificates) > 1:
            return {key: value for one in certificates for key, value in _print([one]).items()}
        return {certificates[0].pk: _in_words(error)}
    return done | {certificate.pk: pdf for certificate, pdf in zip(missing, files, strict=True)}


def _finish_batch(run_id: int, key: str, results: dict[int, bytes | str | None]) -> None:
    """Store the files and say what came of each, unless another worker took it up in the meantime."""
    with transaction.atomic():
        run = IssueRun.objects.select_for_update().get(pk=run_id)
        for item in run.items.filter(certificate__in=results, state=PrintState.TAKEN, taken_by=key).order_by("pk"):
            result = results[item.certificate_id]
            if isinstance(result, bytes):
                store_file(item.certificate_id, result)
            item.error = result if isinstance(result, str) else ""
            item.state = PrintState.FAILED if item.error else PrintState.PRINTED
            item.save(update_fields=["state", "error"])
        if not run.items.filter(state__in=OPEN_STATES).exists():
            run.state, run.finished_at = IssueRunState.FINISHED, clock.now()
        _beat(run)


def _beat(run: IssueRun) -> None:
    run.beat_at = clock.now()
    run.save(update_fields=["beat_at", "state", "finished_at"])


def _in_words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return error.messages[0]
    if isinstance(error, TextDoesNotFit):
        return _("The texts are too long for one page.")
    logger.error("A certificate could not be printed.", exc_info=error)
    return _("The file could not be printed: %(error)s") % {"error": repr(error)}


def _work_after_commit(run: IssueRun) -> None:
    # The task is imported late: it calls back into this module.
    from judging.tasks import print_issue_run

    for _worker in range(WORKERS_PER_RUN):
        hand_to_worker(print_issue_run, run.pk)
