"""What became of agencies: new names, mergers, ends. Their past stays as it was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.enums import AgencyChangeKind
from submissions.models.agencies import Agency
from submissions.models.submissions import Submission


class AgencyChange(models.Model):
    """One change of an agency by a regulation. Never updated, never deleted.

    `submissions` are those of editions not finished that a merger moved to the successor; what was entered in earlier
    editions stays with who entered it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="changes", verbose_name=_("agency"))
    kind = models.CharField(_("kind"), max_length=10, choices=AgencyChangeKind)
    on = models.DateField(_("in force since"))
    old_name = models.CharField(_("name until then"), max_length=200)
    successor = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("agency that goes on with it"),
    )
    document = models.CharField(
        _("regulation"), max_length=200, help_text=_("For example: Perda Nomor 8 Tahun 2025, Pasal 12.")
    )
    submissions = models.ManyToManyField(Submission, related_name="+", editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("change of an agency")
        verbose_name_plural = _("changes of agencies")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="merged", successor__isnull=False) | (~Q(kind="merged") & Q(successor__isnull=True)),
                name="agency_change_names_a_successor_of_a_merger",
            ),
        ]

    def __str__(self):
        return f"{self.old_name}: {self.get_kind_display()}"
