from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from innovation_portal.utils import clock
from submissions.enums import BoardOpenness, CataloguePolicy, EditionState, StageKind


class Edition(ClusterableModel):
    """One yearly round of the competition, with its dates, template and rules."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(2010), MaxValueValidator(2100)]
    )
    name = models.CharField(_("name"), max_length=150)
    theme = models.CharField(_("theme"), max_length=250, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=EditionState, default=EditionState.PREPARATION, editable=False
    )
    required_count = models.PositiveSmallIntegerField(
        _("innovations owed"), default=1, help_text=_("How many each obliged agency owes, unless exempt.")
    )
    quota = models.PositiveSmallIntegerField(
        _("quota"), default=5, validators=[MinValueValidator(1)], help_text=_("Most submissions of one agency.")
    )
    minimum_age_months = models.PositiveSmallIntegerField(
        _("minimum age in months"),
        default=12,
        help_text=_("How long an innovation must have been in use on the closing day of registration."),
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace period in minutes"), default=15, help_text=_("For forms that were open at the deadline.")
    )
    correction_days = models.PositiveSmallIntegerField(_("days for a correction"), default=5)
    replication_days = models.PositiveSmallIntegerField(
        _("days for the word about a replication"),
        default=30,
        validators=[MinValueValidator(8), MaxValueValidator(365)],
        help_text=_(
            "So long an agency of origin may confirm or decline that another one takes over its innovation. It is "
            "reminded seven days before; afterwards the secretariat may confirm in its place, with a reason. The "
            "current edition counts."
        ),
    )
    judges_per_entry = models.PositiveSmallIntegerField(
        _("judges per entry"), default=3, validators=[MinValueValidator(1)]
    )
    needs_second_verifier = models.BooleanField(
        _("a second verifier confirms"),
        default=False,
        help_text=_("A decision of the verification counts when two people have come to the same outcome."),
    )
    catalogue_policy = models.CharField(
        _("appears in the catalogue"),
        max_length=12,
        choices=CataloguePolicy,
        default=CataloguePolicy.AFTER_ANNOUNCEMENT,
    )
    board_openness = models.CharField(
        _("who leads an agency sees of the others"),
        max_length=8,
        choices=BoardOpenness,
        default=BoardOpenness.COUNTS,
        help_text=_("In the monitoring, where heads and persons in charge see the own agency in full."),
    )
    has_leadership_summary = models.BooleanField(
        _("daily summary to leadership"),
        default=True,
        help_text=_("At seven in the morning while registration or verification runs."),
    )
    has_head_summary = models.BooleanField(
        _("daily summary to heads of agencies"),
        default=True,
        help_text=_("Only when their agency has something to do, or something happened to it."),
    )
    has_arrears_letter = models.BooleanField(
        _("weekly letter to agencies in arrears"),
        default=True,
        help_text=_("On Mondays until their deadline, to persons in charge and heads."),
    )
    registration_code = models.CharField(
        _("registration code"), max_length=20, default="INV", help_text=_("Numbers read CODE-2026-0001.")
    )
    last_registration_number = models.PositiveIntegerField(default=0, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-year"]
        permissions = [("run_edition", "Can open, close and clone editions")]

    def __str__(self):
        return self.name


class Stage(models.Model):
    """A dated window of an edition; features open and close with it. Both ends are absolute moments."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=12, choices=StageKind)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="stage_once_per_edition"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="stage_closes_after_it_opens",
                violation_error_message=_("A stage must close after it opens."),
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        return self.opens_at <= clock.now() <= self.closes_at

    @property
    def is_past(self) -> bool:
        return self.closes_at < clock.now()


class EditionCategory(models.Model):
    """A category of the competition in one edition, for example of KIPP 2023."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="category_name_once_per_edition")]

    def __str__(self):
        return self.name


class ReasonCode(models.Model):
    """Why a submission is returned or rejected, in the words of the guideline."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="reason_codes")
    code = models.SlugField(_("code"), max_length=40)
    text = models.CharField(_("text"), max_length=250)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("reason code")
        verbose_name_plural = _("reason codes")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="reason_code_once_per_edition")]

    def __str__(self):
        return self.text
