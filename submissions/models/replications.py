from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models.agencies import Agency
from submissions.models.innovations import Innovation
from submissions.voice_enums import ReplicationProgress, ReplicationState

PLAN_MAX_LENGTH = 1500


class Replication(models.Model):
    """That an agency takes over the innovation of another one; it counts once that one has confirmed it.

    An agency has one that is not declined or taken back for each innovation; earlier ones stay as they were.
    """

    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="replications", verbose_name=_("taken over from")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="replications", verbose_name=_("taken over by")
    )
    plan = models.TextField(_("what is taken over, and where"), max_length=PLAN_MAX_LENGTH)
    state = models.CharField(_("state"), max_length=10, choices=ReplicationState, default=ReplicationState.ANNOUNCED)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(_("announced at"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    is_for_origin = models.BooleanField(
        _("confirmed by the secretariat for the agency of origin"), default=False, editable=False
    )
    reminded_at = models.DateTimeField(_("origin reminded at"), null=True, editable=False)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("replication")
        verbose_name_plural = _("replications")
        ordering = ["-announced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "agency"],
                condition=Q(state__in=[ReplicationState.ANNOUNCED, ReplicationState.CONFIRMED]),
                name="replication_stands_once_per_agency",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReplicationState.CONFIRMED) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="confirmed_replication_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReplicationState.DECLINED, ReplicationState.ENDED]) | ~Q(reason=""),
                name="declined_or_ended_replication_says_why",
            ),
            models.CheckConstraint(
                condition=Q(is_for_origin=False) | ~Q(reason=""), name="replication_confirmed_for_its_origin_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.innovation}, {self.agency}"


class ReplicationReport(models.Model):
    """How far a replication has come in one year, and with which result; saved again it is corrected."""

    replication = models.ForeignKey(Replication, on_delete=models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    progress = models.CharField(_("progress"), max_length=10, choices=ReplicationProgress)
    result = models.TextField(_("result"), max_length=PLAN_MAX_LENGTH)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("reported at"), default=clock.now)
    revision = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("report on a replication")
        verbose_name_plural = _("reports on replications")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["replication", "year"], name="replication_report_once_per_year"),
            models.CheckConstraint(condition=~Q(result=""), name="replication_report_says_something"),
        ]

    def __str__(self):
        return f"{self.replication}, {self.year}"
