from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models import Submission


class Redaction(models.Model):
    """Words of a submission that no judge of a blind round reads, beside the names that are always hidden there."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="redactions")
    words = models.CharField(_("words"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("blacked out words")
        verbose_name_plural = _("blacked out words")
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "words"], name="words_blacked_out_once_per_submission")
        ]

    def __str__(self):
        return self.words
