from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.stored_files import StoredFile
from judging.models.rounds import Round
from submissions.models import Submission


class Record(models.Model):
    """What was written down of an entry in a round where judges meet it: minutes of a presentation, or a field visit.

    `contents` has the shape of `judging.records.Minutes` or `Visit`, by the kind of the round. It never holds scores.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="records")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="records")
    contents = models.JSONField(_("contents"), default=dict)
    revision = models.PositiveIntegerField(
        default=0, help_text="Counts saves; a save based on an older one is refused."
    )
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(_("saved at"), default=clock.now, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("record of an entry")
        verbose_name_plural = _("records of entries")
        constraints = [
            models.UniqueConstraint(fields=["round", "submission"], name="record_once_per_entry"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_record_has_its_moment_and_person",
            ),
        ]

    def __str__(self):
        return f"{self.submission}, {self.round}"


class RecordFile(StoredFile):
    """Slides that were shown, or a photo of a visit, private as the record is.

    A removed one stays for the earlier texts that named it.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(_("file"), upload_to="records/%Y", max_length=250)
    caption = models.CharField(_("caption"), max_length=200)
    alternative_text = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=clock.now, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("file of a record")
        verbose_name_plural = _("files of records")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(content_type__startswith="image/") | ~Q(alternative_text=""),
                name="picture_says_what_it_shows",
            ),
        ]

    def __str__(self):
        return self.caption

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


class RecordReopening(models.Model):
    """That a closed record was opened again, why, and how it was: `kept` holds its canonical content."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(_("reason"), max_length=250)
    kept = models.JSONField(_("as it was"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"))
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(_("reopened at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reopening of a record")
        verbose_name_plural = _("reopenings of records")
        ordering = ["reopened_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopening_of_a_record_has_a_reason")]

    def __str__(self):
        return f"{self.record}, {self.reopened_at}"
