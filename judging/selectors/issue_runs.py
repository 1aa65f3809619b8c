"""How far the printing of certificates is, read from its rows."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from innovation_portal.utils import clock
from judging.enums import CertificateState, IssueRunState, PrintState
from judging.models import Certificate, IssueRun, PrintItem

# A batch takes seconds, on a busy machine half a minute. Who has not been heard of for so long was stopped.
SILENCE = timedelta(minutes=2)
OPEN_STATES = (PrintState.WAITING, PrintState.TAKEN)


def issue_runs() -> QuerySet[IssueRun]:
    """All runs, the newest first, each with `planned`, `printed` and `failed`: numbers of certificates."""
    return IssueRun.objects.select_related("edition", "started_by").annotate(
        planned=Count("items"),
        printed=Count("items", filter=Q(items__state=PrintState.PRINTED)),
        failed=Count("items", filter=Q(items__state=PrintState.FAILED)),
    )


def open_runs(edition_id: int) -> QuerySet[IssueRun]:
    """Runs that are printing, were stopped, or have certificates that could not be printed."""
    return issue_runs().filter(~Q(state=IssueRunState.FINISHED) | Q(failed__gt=0), edition=edition_id)


def silent_runs() -> QuerySet[IssueRun]:
    """Runs that should be printing, and whose workers have not been heard of for longer than a batch takes."""
    return IssueRun.objects.filter(state=IssueRunState.PRINTING, beat_at__lt=silent_since())


def silent_since() -> datetime:
    return clock.now() - SILENCE


def is_silent(run: IssueRun) -> bool:
    return run.state == IssueRunState.PRINTING and run.beat_at < silent_since()


def failures_of(run: IssueRun) -> QuerySet[PrintItem]:
    return run.items.filter(state=PrintState.FAILED).select_related("certificate").order_by("certificate__sequence")


def certificates_to_print(edition_id: int) -> QuerySet[Certificate]:
    """Valid certificates without a file that no run has on its list, in the order of their numbers."""
    on_a_list = PrintItem.objects.filter(certificate=OuterRef("pk"), state__in=(*OPEN_STATES, PrintState.FAILED))
    return Certificate.objects.filter(
        ~Exists(on_a_list), edition=edition_id, state=CertificateState.ISSUED, file=""
    ).order_by("series", "sequence")
