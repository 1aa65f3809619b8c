"""What is known from outside about the services around an innovation, each fact with its year and its source.

It stands beside innovations for whoever reads; judges' pages and calculations never read it.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from submissions.context_enums import FindingKind, Zone
from submissions.enums import ChannelKind
from submissions.models.agencies import Agency, Region
from submissions.models.innovations import Innovation

YEAR_LIMITS = [MinValueValidator(2000), MaxValueValidator(2100)]
IN_PER_CENT = {"max_digits": 5, "decimal_places": 2, "null": True, "blank": True}
PER_CENT_LIMITS = [MinValueValidator(0), MaxValueValidator(100)]
ABOUT_ONE = Q(region__isnull=False, agency=None) | Q(region=None, agency__isnull=False)


class SourcedFact(models.Model):
    """Where a fact was read, and what has to be known beside it."""

    source = models.CharField(
        _("source"), max_length=200, help_text=_("Who published it, and when: a report, a press release, a decree.")
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("What another source says, or what the figure leaves out.")
    )
    needs_confirmation = models.BooleanField(_("to be confirmed"), default=False)

    class Meta:
        abstract = True


class FactOfYear(SourcedFact):
    """A sourced fact about one year of one region or one agency."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("region")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("agency")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_LIMITS)

    class Meta:
        abstract = True

    @property
    def subject(self) -> Region | Agency:
        return self.agency or self.region

    def clean(self):
        super().clean()
        if (self.region is None) == (self.agency is None):
            raise ValidationError(_("Choose a region or an agency, one of the two."), code="about_one")


class ServiceMall(SourcedFact, ClusterableModel):
    """A Mal Pelayanan Publik: services of several agencies under one roof."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="service_malls", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=150)
    opened_year = models.PositiveSmallIntegerField(
        _("open since the year"), null=True, blank=True, validators=YEAR_LIMITS
    )
    opened_on = models.DateField(_("open since the day"), null=True, blank=True, help_text=_("Where it is known."))
    service_count = models.PositiveSmallIntegerField(_("number of services"), null=True, blank=True)
    service_year = models.PositiveSmallIntegerField(
        _("counted in the year"), null=True, blank=True, validators=YEAR_LIMITS
    )

    class Meta:
        verbose_name = _("public service mall")
        verbose_name_plural = _("public service malls")
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="mall_name_once_per_region"),
            models.CheckConstraint(
                condition=Q(service_count=None) | Q(service_year__isnull=False),
                name="services_of_a_mall_were_counted_in_a_year",
                violation_error_message=_("Say in which year the services were counted."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def since(self) -> int | None:
        """The year since which it is open, as far as it is known."""
        return self.opened_on.year if self.opened_on else self.opened_year


class MallAgency(models.Model):
    """An agency with a counter in the mall."""

    mall = ParentalKey(ServiceMall, on_delete=models.CASCADE, related_name="agency_rows")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", verbose_name=_("agency"))

    class Meta:
        verbose_name = _("agency in a mall")
        verbose_name_plural = _("agencies in malls")
        constraints = [models.UniqueConstraint(fields=["mall", "agency"], name="agency_once_per_mall")]

    def __str__(self):
        return str(self.agency)


class MallInnovation(models.Model):
    """An innovation that is delivered in the mall, as the secretariat knows."""

    mall = ParentalKey(ServiceMall, on_delete=models.CASCADE, related_name="innovation_rows")
    innovation = models.ForeignKey(
        Innovation, on_delete=models.CASCADE, related_name="mall_rows", verbose_name=_("innovation")
    )

    class Meta:
        verbose_name = _("innovation in a mall")
        verbose_name_plural = _("innovations in malls")
        constraints = [models.UniqueConstraint(fields=["mall", "innovation"], name="innovation_once_per_mall")]

    def __str__(self):
        return str(self.innovation)


class OmbudsmanFinding(FactOfYear):
    """What the Ombudsman said of a region or an agency in a year: a value of 100 with its zone, or an opinion."""

    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind)
    value = models.DecimalField(
        _("value"), help_text=_("Of 100, as published."), validators=PER_CENT_LIMITS, **IN_PER_CENT
    )
    opinion = models.CharField(_("opinion"), max_length=150, blank=True, help_text=_("In the words of the source."))
    zone = models.CharField(_("zone"), max_length=10, choices=Zone, blank=True)

    class Meta:
        verbose_name = _("word of the Ombudsman")
        verbose_name_plural = _("words of the Ombudsman")
        ordering = ["-year", "kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="finding_is_about_one"),
            models.UniqueConstraint(fields=["region", "kind", "year"], name="finding_once_per_region_and_year"),
            models.UniqueConstraint(fields=["agency", "kind", "year"], name="finding_once_per_agency_and_year"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(opinion="") | ~Q(zone=""),
                name="finding_says_something",
                violation_error_message=_("Give a value, a zone or an opinion."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.subject}, {self.year}"


class ChannelFigure(FactOfYear):
    """How many complaints came through a channel in a year, and which share was answered and which settled.

    Shares are per cent of what was received, as published; they are not computed from each other.
    """

    kind = models.CharField(_("channel"), max_length=20, choices=ChannelKind)
    name = models.CharField(_("name of the channel"), max_length=80, blank=True, help_text=_("For example LaporGub."))
    received = models.PositiveIntegerField(_("complaints received"), null=True, blank=True)
    answered_share = models.DecimalField(_("answered, in per cent"), validators=PER_CENT_LIMITS, **IN_PER_CENT)
    settled_share = models.DecimalField(_("settled, in per cent"), validators=PER_CENT_LIMITS, **IN_PER_CENT)

    class Meta:
        verbose_name = _("figures of a channel")
        verbose_name_plural = _("figures of channels")
        ordering = ["-year", "kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="channel_figure_is_about_one"),
            models.UniqueConstraint(fields=["region", "kind", "name", "year"], name="figure_once_per_region_and_year"),
            models.UniqueConstraint(fields=["agency", "kind", "name", "year"], name="figure_once_per_agency_and_year"),
            models.CheckConstraint(
                condition=Q(received__isnull=False) | Q(answered_share__isnull=False) | Q(settled_share__isnull=False),
                name="channel_figure_says_something",
                violation_error_message=_("Give at least one figure."),
            ),
        ]

    def __str__(self):
        return f"{self.shown_name}, {self.subject}, {self.year}"

    @property
    def shown_name(self) -> str:
        return self.name or self.get_kind_display()
