"""One PDF of many certificates for a printing house. See docs/certificates.md."""

import logging
from collections.abc import Sequence
from functools import partial
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.queueing import hand_to_worker
from judging.enums import PrinterFileState
from judging.models import Certificate, PrinterFile
from judging.pdf import print_sheets
from judging.selectors.issue_runs import silent_since
from judging.selectors.printer_files import lost_printer_files, printer_files_to_delete
from judging.services.certificate_pictures import pictures_of
from judging.services.issuers import check_may_issue

logger = logging.getLogger(__name__)


def order_printer_file(edition_id: int, *, actor, certificates: Sequence[Certificate]) -> PrinterFile:
    """Have one PDF made of these certificates of an edition, in the background. Again: another file.

    Raises ValidationError with code `nothing_chosen`.
    """
    check_may_issue(actor)
    if not certificates:
        raise ValidationError(_("There is no certificate to print."), code="nothing_chosen")
    now = clock.now()
    with transaction.atomic():
        order = PrinterFile.objects.create(
            edition_id=edition_id, ordered_by=actor, ordered_at=now, beat_at=now, planned=len(certificates)
        )
        order.certificates.set(certificates)
        _make_after_commit(order)
    return order


def make_printer_file(printer_file_id: int) -> None:
    """Lay out the pages batch by batch and keep the file. What a worker calls; again: nothing, unless it was lost.

    A worker that was killed leaves nothing behind; the next one begins anew.
    """
    key = get_random_string(32)
    order = _take(printer_file_id, key)
    if order is None:
        return
    mine = PrinterFile.objects.filter(pk=order.pk, taken_by=key)
    payloads = [certificate.payload for certificate in order.certificates.order_by("series", "sequence")]
    with TemporaryFile() as target:
        try:
            pictures = pictures_of(payloads)
            for done in print_sheets(payloads, target, pictures=pictures):
                if not mine.update(done=done, beat_at=clock.now()):
                    return
        except Exception as error:
            logger.exception("The file %s for a printing house could not be made.", order.pk)
            words = error.messages[0] if isinstance(error, ValidationError) else repr(error)
            mine.update(state=PrinterFileState.FAILED, error=words)
            return
        _keep(order.pk, key, File(target))


def make_lost_printer_files() -> int:
    """Begin again the files whose worker was killed; return how many. Runs by the clock. Again: nothing."""
    with transaction.atomic():
        orders = list(lost_printer_files().select_for_update())
        for order in orders:
            PrinterFile.objects.filter(pk=order.pk).update(
                state=PrinterFileState.WAITING, done=0, taken_by="", beat_at=clock.now()
            )
            _make_after_commit(order)
    return len(orders)


def delete_old_printer_files() -> int:
    """Delete the files that were kept long enough; return how many. Runs by the clock. Again: nothing."""
    with transaction.atomic():
        orders = list(printer_files_to_delete().select_for_update())
        for order in orders:
            if order.file:
                transaction.on_commit(partial(order.file.storage.delete, order.file.name))
            order.delete()
    return len(orders)


@transaction.atomic
def _take(printer_file_id: int, key: str) -> PrinterFile | None:
    """Mark the file as made by `key`; None where it is gone, done, or being made by a worker that is heard of."""
    order = PrinterFile.objects.select_for_update().filter(pk=printer_file_id).first()
    if order is None:
        return None
    is_lost = order.state == PrinterFileState.PRINTING and order.beat_at < silent_since()
    if order.state != PrinterFileState.WAITING and not is_lost:
        return None
    order.state, order.taken_by, order.beat_at = PrinterFileState.PRINTING, key, clock.now()
    order.save(update_fields=["state", "taken_by", "beat_at"])
    return order


@transaction.atomic
def _keep(printer_file_id: int, key: str, content: File) -> None:
    order = PrinterFile.objects.select_for_update().filter(pk=printer_file_id, taken_by=key).first()
    if order is not None:
        # The random part is not for secrecy, a view asks who may; it keeps an order that is made anew apart.
        order.file.save(f"cetak-{order.pk}-{key[:8]}.pdf", content, save=False)
        order.state = PrinterFileState.READY
        order.save(update_fields=["file", "state"])


def _make_after_commit(order: PrinterFile) -> None:
    # The task is imported late: it calls back into this module.
    from judging.tasks import make_file_for_printer

    hand_to_worker(make_file_for_printer, order.pk)
