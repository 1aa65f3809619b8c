from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models import Agency, Innovation


class Collaboration(models.Model):
    """That a judge worked with an agency, or on an innovation, before. It keeps the judge from their entries."""

    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="collaborations", verbose_name=_("judge")
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collaborations",
        verbose_name=_("agency"),
        help_text=_("All entries of the agency."),
    )
    innovation = models.ForeignKey(
        Innovation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collaborations",
        verbose_name=_("innovation"),
        help_text=_("The entries of this innovation alone."),
    )
    note = models.CharField(_("what it was"), max_length=250)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("earlier collaboration")
        verbose_name_plural = _("earlier collaborations")
        ordering = ["judge__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["judge", "agency"], name="collaboration_once_per_judge_and_agency"),
            models.UniqueConstraint(fields=["judge", "innovation"], name="collaboration_once_per_judge_and_work"),
            models.CheckConstraint(
                condition=Q(agency=None, innovation__isnull=False) | Q(agency__isnull=False, innovation=None),
                name="collaboration_is_with_an_agency_or_on_an_innovation",
                violation_error_message=_("Name either an agency or an innovation."),
            ),
        ]

    def __str__(self):
        return f"{self.judge}, {self.agency or self.innovation}"
