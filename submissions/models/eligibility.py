"""Who may take part in an edition, and how often: rules as rows, cloned with the edition."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from submissions.enums import AgencyKind, FormerWinners
from submissions.models.agencies import Region
from submissions.models.editions import Edition


class ParticipantGroup(models.Model):
    """A group (kelompok) in which submissions compete with each other, for example umum, replikasi and khusus."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="groups")
    code = models.SlugField(_("code"), max_length=40, help_text=_("Sections name their groups by it."))
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True, help_text=_("For whom it is, read while choosing."))
    is_for_replications = models.BooleanField(
        _("for replications only"), default=False, help_text=_("The lineage must name the innovation replicated.")
    )
    minimum_age_months = models.PositiveSmallIntegerField(
        _("minimum age in months"), null=True, blank=True, help_text=_("Empty: that of the edition.")
    )
    former_winners = models.CharField(
        _("former winners"), max_length=10, choices=FormerWinners, default=FormerWinners.ANY
    )
    top_awards = models.TextField(
        _("awards that make a former winner"),
        blank=True,
        help_text=_("One per line, as it stands in the recognitions, for example “Top 45”."),
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("participant group")
        verbose_name_plural = _("participant groups")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="group_code_once_per_edition"),
            models.CheckConstraint(
                condition=Q(former_winners=FormerWinners.ANY) | ~Q(top_awards=""),
                name="group_that_sorts_winners_names_their_awards",
                violation_error_message=_("Name the awards that make a former winner."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def awards(self) -> list[str]:
        return [line.strip() for line in self.top_awards.splitlines() if line.strip()]


class AgencyQuota(models.Model):
    """How many submissions agencies of one kind owe and may enter, where that differs from the edition's own rule.

    A row for one region counts there before the row of the kind for all regions.
    """

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="agency_quotas")
    agency_kind = models.CharField(_("kind of agency"), max_length=12, choices=AgencyKind)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("region"),
        help_text=_("Empty: all regions without a row of their own."),
    )
    minimum = models.PositiveSmallIntegerField(
        _("innovations owed"), help_text=_("Counts when the edition is opened, for agencies that are obliged.")
    )
    maximum = models.PositiveSmallIntegerField(_("quota"), validators=[MinValueValidator(1)])
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("quota by kind and region")
        verbose_name_plural = _("quotas by kind and region")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "agency_kind"],
                condition=Q(region=None),
                name="quota_once_per_edition_and_kind",
                violation_error_message=_("There is a row for this kind in all regions already."),
            ),
            models.UniqueConstraint(
                fields=["edition", "agency_kind", "region"],
                condition=Q(region__isnull=False),
                name="quota_once_per_edition_kind_and_region",
                violation_error_message=_("There is a row for this kind in this region already."),
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")),
                name="quota_covers_what_is_owed",
                violation_error_message=_("The quota must be at least what is owed."),
            ),
        ]

    def __str__(self):
        whose = " ".join(filter(None, [str(self.get_agency_kind_display()), self.region and self.region.name]))
        return f"{whose}: {self.minimum} – {self.maximum}"
