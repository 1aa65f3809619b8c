"""Indeks Inovasi Daerah of Kemendagri: the indicators of a year, and how far an innovation has come in them."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from innovation_portal.utils import clock
from innovation_portal.utils.stored_files import StoredFile
from submissions.enums import Initiator
from submissions.iid.scoring import HIGHEST_LEVEL, Range
from submissions.models.innovations import Innovation
from submissions.models.submissions import Evidence

HIGHEST_VALUE = 1_000_000_000
NOTE_MAX_LENGTH = 1000


class IndicatorTable(ClusterableModel):
    """The indicators of one year. `source` and `note` are shown wherever its levels are: the rules change yearly."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.TextField(_("source"), help_text=_("Letter or regulation, and where its text was read."))
    note = models.TextField(
        _("caution"), blank=True, help_text=_("What has to be checked before the table is relied on.")
    )
    applied_from = models.DateField(_("in use from"), help_text=_("First day of the span in which it must apply."))
    applied_until = models.DateField(_("in use until"), help_text=_("Last day of that span."))

    class Meta:
        verbose_name = _("table of IID indicators")
        verbose_name_plural = _("tables of IID indicators")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_until__gte=models.F("applied_from")),
                name="indicator_table_ends_after_it_begins",
                violation_error_message=_("The last day comes after the first."),
            ),
        ]

    def __str__(self):
        return f"IID {self.year}"

    def covers(self, day: date) -> bool:
        """Whether an innovation that is in use since this day falls into the span of the year."""
        return self.applied_from <= day <= self.applied_until


class Indicator(ClusterableModel):
    """One indicator; with a unit its level follows from a number in the ranges of its levels."""

    table = ParentalKey(IndicatorTable, on_delete=models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField(_("number"))
    group = models.CharField(_("heading"), max_length=80, help_text=_("Under which it stands on the sheet."))
    name = models.CharField(_("name"), max_length=150)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MinValueValidator(1), MaxValueValidator(20)])
    is_mandatory = models.BooleanField(_("mandatory"), default=False)
    unit = models.CharField(
        _("unit"), max_length=30, blank=True, help_text=_("Where the level follows from a number: what is counted.")
    )
    help = models.TextField(_("help"), blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="indicator_number_once_per_table"),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"

    @property
    def ranges(self) -> list[Range]:
        return [Range(level.parameter, level.lowest, level.highest) for level in self.levels.all()]


class IndicatorLevel(models.Model):
    """What is needed for one parameter, in words; of an indicator with a unit also from which to which number."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="levels")
    parameter = models.PositiveSmallIntegerField(_("parameter"), choices=[(1, "1"), (2, "2"), (3, "3")])
    wording = models.CharField(_("wording"), max_length=200)
    lowest = models.PositiveIntegerField(_("from"), null=True, blank=True)
    highest = models.PositiveIntegerField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["parameter"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "parameter"], name="parameter_once_per_indicator"),
            models.CheckConstraint(
                condition=Q(parameter__gte=1, parameter__lte=HIGHEST_LEVEL), name="parameter_is_between_one_and_three"
            ),
        ]

    def __str__(self):
        return f"{self.parameter}: {self.wording}"


class IidAssessment(models.Model):
    """The sheet of one innovation by the table of one year: what the form of the ministry asks for beside indicators.

    Fields after domain notes 2.2. `revision` counts saves of the sheet, `facts_revision` those of the facts; a save
    based on an older one is refused where it would undo another.
    """

    table = models.ForeignKey(
        IndicatorTable, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("table")
    )
    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="iid_assessments", verbose_name=_("innovation")
    )
    initiator = models.CharField(_("initiator"), max_length=12, choices=Initiator, blank=True)
    tried_on = models.DateField(_("on trial since"), null=True, blank=True)
    applied_on = models.DateField(_("in use since"), null=True, blank=True)
    design = models.TextField(_("design and main changes"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    benefit = models.TextField(_("benefit"), blank=True)
    result = models.TextField(_("result"), blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    facts_revision = models.PositiveIntegerField(default=0, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("IID sheet")
        verbose_name_plural = _("IID sheets")
        ordering = ["-table__year", "innovation__title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "innovation"], name="iid_sheet_once_per_innovation_and_year"),
        ]

    def __str__(self):
        return f"{self.table}, {self.innovation}"


class AssessedIndicator(models.Model):
    """What an agency says of one indicator: the level, or the number that it follows from, a note and the evidence.

    `revision` is that of the sheet when it was saved last. `origin` says where a level that was proposed by the
    portal and taken over came from; what a person chose has none.
    """

    assessment = models.ForeignKey(IidAssessment, on_delete=models.CASCADE, related_name="assessed")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="assessed")
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    value = models.PositiveIntegerField(_("number"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_MAX_LENGTH, blank=True)
    origin = models.CharField(_("origin"), max_length=300, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="assessed", verbose_name=_("evidence"))
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(_("edited at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("assessed indicator")
        verbose_name_plural = _("assessed indicators")
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="indicator_once_per_sheet"),
            models.CheckConstraint(condition=Q(level__lte=HIGHEST_LEVEL), name="assessed_level_is_at_most_three"),
        ]

    def __str__(self):
        return f"{self.assessment}, {self.indicator}"


class IndicatorFile(StoredFile):
    """A file that shows an indicator and is not part of the proposal. A removed one is deleted with its row."""

    assessment = models.ForeignKey(IidAssessment, on_delete=models.CASCADE, related_name="files")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(_("file"), upload_to="iid/%Y", max_length=250)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("file of an indicator")
        verbose_name_plural = _("files of indicators")
        ordering = ["indicator__number", "pk"]
