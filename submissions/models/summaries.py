"""What was written by the clock about how the duty stands: each kind once a day, each person once of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import SummaryKind
from submissions.models.editions import Edition


class SummaryRound(models.Model):
    """That the summaries of a kind were prepared for a day, whether or not there was anybody to write to.

    Written in the transaction that stores the mails.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="summary_rounds")
    kind = models.CharField(_("kind"), max_length=12, choices=SummaryKind)
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("round of summaries")
        verbose_name_plural = _("rounds of summaries")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "day"], name="summary_round_once_per_kind_and_day")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.day}"


class SummaryMail(models.Model):
    """Who got which mail of a round."""

    round = models.ForeignKey(SummaryRound, on_delete=models.CASCADE, related_name="mails")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(OutgoingMessage, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("mail of a summary")
        verbose_name_plural = _("mails of summaries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "recipient"], name="summary_once_per_round_and_person")
        ]

    def __str__(self):
        return f"{self.round}: {self.recipient}"
