from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from innovation_portal.utils import clock
from submissions.models import Agency, Edition, Innovation, Replication
from submissions.selectors.editions import current_edition
from submissions.voice_enums import ReplicationState

STANDING = (ReplicationState.ANNOUNCED, ReplicationState.CONFIRMED)
REMINDED_BEFORE = timedelta(days=7)


def replications_with_reports() -> QuerySet[Replication]:
    """Return all replications with innovation, both agencies and the reports, the latest announced first."""
    rows = Replication.objects.select_related("innovation__agency", "agency__region", "announced_by", "decided_by")
    return rows.prefetch_related("reports").order_by("-announced_at", "-pk")


def replications_of(innovation: Innovation) -> QuerySet[Replication]:
    """Return what the public reads: the confirmed ones with agency and reports, the first on top. Two queries."""
    confirmed = innovation.replications.filter(state=ReplicationState.CONFIRMED)
    return confirmed.select_related("agency").prefetch_related("reports").order_by("decided_at", "pk")


def replication_days() -> int:
    """Return how many days an agency of origin has for its word, as the current edition says."""
    edition = current_edition() or Edition()
    return edition.replication_days


def origin_decides_until(replication: Replication, days: int) -> datetime:
    """Return the moment from which the secretariat may confirm in the place of the agency of origin."""
    return replication.announced_at + timedelta(days=days)


def overdue_replications(days: int) -> QuerySet[Replication]:
    """Return what its agency of origin has left without a word for so many days, the longest first."""
    waiting = replications_with_reports().filter(state=ReplicationState.ANNOUNCED)
    return waiting.filter(announced_at__lte=clock.now() - timedelta(days=days)).order_by("announced_at", "pk")


def replications_to_remind(days: int) -> list[int]:
    """Return the ids of what waits for its agency of origin in the last days that it has, and was not reminded of."""
    since = clock.now() - timedelta(days=days) + REMINDED_BEFORE
    waiting = Replication.objects.filter(state=ReplicationState.ANNOUNCED, reminded_at=None)
    return list(waiting.filter(announced_at__lte=since).order_by("pk").values_list("pk", flat=True))


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
