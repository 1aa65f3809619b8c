from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from submissions.models import Agency, Innovation, Replication
from submissions.voice_enums import ReplicationState

STANDING = (ReplicationState.ANNOUNCED, ReplicationState.CONFIRMED)


def replications_with_reports() -> QuerySet[Replication]:
    """Return all replications with innovation, both agencies and the reports, the latest announced first."""
    rows = Replication.objects.select_related("innovation__agency", "agency__region", "announced_by", "decided_by")
    return rows.prefetch_related("reports").order_by("-announced_at", "-pk")


def replications_of(innovation: Innovation) -> QuerySet[Replication]:
    """Return what the public reads: the confirmed ones with agency and reports, the first on top. Two queries."""
    confirmed = innovation.replications.filter(state=ReplicationState.CONFIRMED)
    return confirmed.select_related("agency").prefetch_related("reports").order_by("decided_at", "pk")


def replication_counts(innovation_ids: Iterable[int]) -> dict[int, int]:
    """Return by innovation how many agencies have taken it over and were confirmed; those without are left out."""
    confirmed = Replication.objects.filter(innovation__in=list(innovation_ids), state=ReplicationState.CONFIRMED)
    return dict(confirmed.order_by().values_list("innovation").annotate(count=Count("pk")))


def replications_taken_by(agency: Agency) -> QuerySet[Replication]:
    """Return what the agency has taken over or announced."""
    return replications_with_reports().filter(agency=agency)


def replications_from(agency: Agency) -> QuerySet[Replication]:
    """Return what others take over from the agency: what waits for its word first."""
    return replications_with_reports().filter(innovation__agency=agency).order_by("state", "-announced_at", "-pk")


def replications_between(agency: Agency) -> QuerySet[Replication]:
    """Return every replication that the agency has a part in."""
    return replications_with_reports().filter(Q(agency=agency) | Q(innovation__agency=agency))


def standing_replication(innovation: Innovation, agency: Agency) -> Replication | None:
    """Return what this agency has announced or taken over of the innovation, if there is any."""
    return Replication.objects.filter(innovation=innovation, agency=agency, state__in=STANDING).first()
