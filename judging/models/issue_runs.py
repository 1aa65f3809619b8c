from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from judging.enums import IssueRunState, PrintState
from judging.models.certificates import Certificate
from submissions.models import Edition


class IssueRun(models.Model):
    """The printing of certificates that were issued together. How far it is stands in its items alone.

    `beat_at` is when a worker last took up or finished a batch: an open run without a beat has lost its worker.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="issue_runs", verbose_name=_("edition")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    state = models.CharField(_("state"), max_length=10, choices=IssueRunState, default=IssueRunState.PRINTING)
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("printing of certificates")
        verbose_name_plural = _("printings of certificates")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return _("Printing for %(edition)s") % {"edition": self.edition}


class PrintItem(models.Model):
    """One certificate of a run. Whoever takes it writes down when and under which key, and nobody else finishes it."""

    run = models.ForeignKey(IssueRun, on_delete=models.CASCADE, related_name="items")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="print_items")
    state = models.CharField(max_length=10, choices=PrintState, default=PrintState.WAITING)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=32, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "certificate"], name="certificate_once_per_issue_run"),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state__in=["waiting", "taken"]),
                name="certificate_is_printed_by_one_run_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["run", "state"], name="print_item_by_run_and_state")]

    def __str__(self):
        return f"{self.certificate}: {self.get_state_display()}"
