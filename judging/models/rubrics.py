from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from judging.enums import CommentPolicy, RubricScale


class Rubric(ClusterableModel):
    """A set of weighted criteria on one scale. A round that is open has frozen its rubric: `frozen_at` is set.

    Points always go to 100, so a mark is its share of the highest score on every scale.
    """

    name = models.CharField(_("name"), max_length=150)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    scale = models.CharField(_("scale"), max_length=8, choices=RubricScale, default=RubricScale.LEVELS)
    scale_maximum = models.PositiveSmallIntegerField(
        _("highest score"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
        help_text=_("Points always go to 100."),
    )
    level_labels = models.TextField(
        _("names of the levels"), blank=True, help_text=_("One per line, from the lowest to the highest.")
    )
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="rubric_version_once_per_name"),
            models.CheckConstraint(
                condition=~Q(scale=RubricScale.POINTS) | Q(scale_maximum=100), name="points_go_to_100"
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.version}"

    @property
    def scale_minimum(self) -> int:
        """The lowest score: a level is at least 1, while 0 points and no proved level are scores."""
        return 1 if self.scale == RubricScale.LEVELS else 0

    @property
    def level_names(self) -> list[str]:
        """Names of the levels from 1 to the highest score; empty where none were given."""
        return self.level_labels.splitlines()


class Criterion(models.Model):
    """One thing that is scored on the rubric's scale; the weights of a rubric sum to 100."""

    rubric = ParentalKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    guidance = models.TextField(_("guidance"), blank=True)
    level_descriptors = models.TextField(
        _("descriptions of the levels"), blank=True, help_text=_("One per line, from the lowest to the highest.")
    )
    weight = models.DecimalField(
        _("weight in percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )
    is_required = models.BooleanField(_("required"), default=True)
    comment_policy = models.CharField(
        _("comment"), max_length=10, choices=CommentPolicy, default=CommentPolicy.OPTIONAL
    )
    tie_break_order = models.PositiveSmallIntegerField(
        _("order in breaking ties"), null=True, blank=True, help_text=_("1 decides first; empty takes no part.")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="criterion_code_once_per_rubric"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weight_is_positive"),
        ]

    def __str__(self):
        return self.name

    @property
    def descriptors(self) -> list[str]:
        """What each level means for this criterion, from 1 to the highest score; empty where none were given."""
        return self.level_descriptors.splitlines()
