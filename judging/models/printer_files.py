from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from judging.enums import PrinterFileState
from judging.models.certificates import Certificate
from submissions.models import Edition


class PrinterFile(models.Model):
    """One PDF of many certificates for a printing house, made in the background and kept for a few days.

    `beat_at` is when its worker last finished a batch; whoever holds `taken_by` writes the file.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="printer_files")
    certificates = models.ManyToManyField(Certificate, related_name="+")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered at"))
    state = models.CharField(_("state"), max_length=10, choices=PrinterFileState, default=PrinterFileState.WAITING)
    planned = models.PositiveIntegerField(help_text="Pages.")
    done = models.PositiveIntegerField(default=0, help_text="Pages laid out so far.")
    beat_at = models.DateTimeField()
    taken_by = models.CharField(max_length=32, blank=True)
    file = models.FileField(_("file"), upload_to="certificates/printer", blank=True, max_length=250)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("file for a printing house")
        verbose_name_plural = _("files for a printing house")
        ordering = ["-ordered_at", "-pk"]

    def __str__(self):
        return _("File for a printing house, %(edition)s") % {"edition": self.edition}
