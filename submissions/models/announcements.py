from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock


class Announcement(models.Model):
    """A mail that the secretariat wrote to the people of chosen agencies.

    `key` was made with the preview, so one preview is sent once however often its button is pressed. `recipients` are
    those of the preview; `sent_at` says when the worker had stored a message for each.
    """

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    is_urgent = models.BooleanField(_("urgent"), default=False)
    recipients = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("recipients"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), default=clock.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return self.subject
