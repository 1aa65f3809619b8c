from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from innovation_portal.utils import clock
from submissions.enums import (
    DataMark,
    GovernmentAffair,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    LifeState,
    Lineage,
    ServiceField,
)
from submissions.models.agencies import Agency


class Innovation(ClusterableModel):
    """The thing itself, living across the years; a submission enters it in one edition."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="innovations", verbose_name=_("agency"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    started_on = models.DateField(_("in use since"), null=True, blank=True)
    first_known_year = models.PositiveSmallIntegerField(_("first known year"), null=True, blank=True)
    lineage = models.CharField(_("lineage"), max_length=12, choices=Lineage, default=Lineage.NEW)
    source = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="descendants",
        verbose_name=_("developed or replicated from"),
    )
    field = models.CharField(_("field of service"), max_length=20, choices=ServiceField, blank=True)
    is_field_inferred = models.BooleanField(_("field inferred"), default=False)
    form = models.CharField(_("form"), max_length=20, choices=InnovationForm, blank=True)
    type = models.CharField(_("type"), max_length=12, choices=InnovationType, blank=True)
    phase = models.CharField(_("phase"), max_length=16, choices=InnovationPhase, blank=True)
    affair = models.CharField(_("government affair"), max_length=30, choices=GovernmentAffair, blank=True)
    life_state = models.CharField(_("state of life"), max_length=10, choices=LifeState, default=LifeState.UNKNOWN)
    last_confirmed_at = models.DateTimeField(
        _("last confirmed at"), null=True, blank=True, editable=False, help_text="By a follow-up of its agency."
    )
    data_mark = models.CharField(_("data mark"), max_length=10, choices=DataMark, default=DataMark.REGISTRY)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("innovation")
        verbose_name_plural = _("innovations")
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["title"], name="innovation_title"),
            models.Index(Upper("title"), name="innovation_title_whatever_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lineage=Lineage.NEW) | Q(source__isnull=False),
                name="innovation_with_lineage_names_its_source",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(source=F("id")), name="innovation_is_not_its_own_source"
            ),
        ]

    def __str__(self):
        return self.title


class Recognition(models.Model):
    """An award outside this competition, with the address where it was read."""

    innovation = ParentalKey(Innovation, on_delete=models.CASCADE, related_name="recognitions")
    award = models.CharField(_("award"), max_length=150)
    year = models.PositiveSmallIntegerField(_("year"))
    source_url = models.URLField(_("source"), max_length=500)

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["-year", "award"]
        constraints = [
            models.UniqueConstraint(fields=["innovation", "award", "year"], name="recognition_once_per_innovation")
        ]

    def __str__(self):
        return f"{self.award}, {self.year}"
