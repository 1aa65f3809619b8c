"""Certificates to take away, and the files for printing houses."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from innovation_portal.utils import clock
from judging.enums import CertificateState, PrinterFileState
from judging.models import Certificate, PrinterFile
from judging.selectors.issue_runs import silent_since

# Long enough to fetch it after a weekend; made again at any time.
KEPT_FOR = timedelta(days=7)
UNFINISHED = (PrinterFileState.WAITING, PrinterFileState.PRINTING)


def certificates_to_hand_out(
    edition_id: int, *, kind: str = "", certificate_ids: tuple[int, ...] = ()
) -> QuerySet[Certificate]:
    """Valid certificates of an edition, of one kind or those that were ticked, in the order of their numbers.

    Their signed files are fetched along.
    """
    chosen = Q(kind=kind) if kind else Q()
    if certificate_ids:
        chosen &= Q(pk__in=certificate_ids)
    valid = Certificate.objects.filter(chosen, edition=edition_id, state=CertificateState.ISSUED)
    return valid.prefetch_related("signed_files").order_by("series", "sequence")


def printer_files_of(edition_id: int) -> QuerySet[PrinterFile]:
    return PrinterFile.objects.filter(edition=edition_id).select_related("ordered_by")


def lost_printer_files() -> QuerySet[PrinterFile]:
    """Files whose worker has not been heard of for longer than a batch takes."""
    return PrinterFile.objects.filter(state__in=UNFINISHED, beat_at__lt=silent_since())


def printer_files_to_delete() -> QuerySet[PrinterFile]:
    return PrinterFile.objects.filter(ordered_at__lt=clock.now() - KEPT_FOR)
