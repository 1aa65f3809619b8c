from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from submissions.models.submissions import Evidence, Submission
from submissions.models.templates import Section


class PartialUpload(models.Model):
    """A file of evidence on its way in, piece by piece.

    The bytes lie under `path`, apart from everything that is served. When the file is whole it becomes evidence, and
    the row stays a while, so that asking again finds it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="partial_uploads")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partial_uploads")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    fingerprint = models.CharField(
        max_length=300,
        help_text="What tells the file from others of its user: name, size, moment of change.",
    )
    name = models.CharField(_("original name"), max_length=250)
    title = models.CharField(_("title"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received = models.PositiveBigIntegerField(default=0)
    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, null=True, related_name="partial_upload")
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("partial upload")
        verbose_name_plural = _("partial uploads")
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "submission", "section", "fingerprint"],
                condition=Q(evidence=None),
                name="file_is_on_its_way_once",
            ),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="no_more_arrives_than_was_announced"),
            models.CheckConstraint(
                condition=Q(evidence=None) | Q(received=F("size")), name="evidence_has_arrived_whole"
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.received} / {self.size}"

    @property
    def path(self) -> Path:
        return Path(settings.PARTIAL_UPLOADS_ROOT) / self.key.hex
