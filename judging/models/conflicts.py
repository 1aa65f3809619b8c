from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from judging.enums import ConflictSource
from submissions.models import Submission


class ConflictOfInterest(models.Model):
    """Why a judge may not judge a submission. Kept for ever, even when it turned out to be false and was lifted.

    One at a time stands between a judge and a submission; those that were lifted stay beside it.
    """

    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="conflicts")
    source = models.CharField(_("source"), max_length=12, choices=ConflictSource)
    reason = models.CharField(_("reason"), max_length=250)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lifting_reason = models.CharField(_("why it was lifted"), max_length=250, blank=True, editable=False)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "submission"],
                condition=Q(lifted_at=None),
                name="conflict_once_per_judge_and_submission",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifting_reason="")
                | (
                    Q(source=ConflictSource.AUTOMATIC, lifted_at__isnull=False, lifted_by__isnull=False)
                    & ~Q(lifting_reason="")
                ),
                name="only_found_conflicts_are_lifted_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.judge}, {self.submission}"
