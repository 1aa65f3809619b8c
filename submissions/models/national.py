"""The national competitions as data by year: what their forms ask for, and what their levels were called."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from submissions.enums import FormerWinners
from submissions.models.innovations import Recognition
from submissions.national_enums import NationalKind


class NationalCompetition(ClusterableModel):
    """One year of KIPP or IGA. A year of which only the levels are known has no sections and is there for history."""

    kind = models.CharField(_("kind"), max_length=4, choices=NationalKind)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2010), MaxValueValidator(2100)])
    name = models.CharField(_("name"), max_length=150)
    opens_on = models.DateField(_("registration opens on"), null=True, blank=True)
    closes_on = models.DateField(_("registration closes on"), null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(
        _("most proposals of an institution"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of all agencies of one government together. Empty: no limit is known."),
    )
    source = models.TextField(_("source"), help_text=_("Regulation, guideline or page from which this was taken."))
    needs_confirmation = models.BooleanField(_("to be confirmed"), default=False)
    is_held = models.BooleanField(_("is held"), default=True, help_text=_("Off for a year in which there was none."))

    class Meta:
        verbose_name = _("national competition")
        verbose_name_plural = _("national competitions")
        ordering = ["-year", "-kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="national_competition_once_per_year"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="national_registration_closes_after_it_opens",
                violation_error_message=_("Registration must close after it opens."),
            ),
        ]

    def __str__(self):
        return self.name


class RowOfCompetition(models.Model):
    """What the rows of a competition share: their order."""

    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]


class NationalGroup(RowOfCompetition):
    """A group (kelompok) of the competition; the rules about former winners are read by `group_refusal`."""

    competition = ParentalKey(NationalCompetition, on_delete=models.CASCADE, related_name="groups")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("for whom"), blank=True)
    is_for_replications = models.BooleanField(_("for replications only"), default=False)
    former_winners = models.CharField(
        _("former winners"), max_length=10, choices=FormerWinners, default=FormerWinners.ANY
    )
    top_awards = models.TextField(_("awards that make a former winner"), blank=True, help_text=_("One per line."))

    class Meta(RowOfCompetition.Meta):
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(fields=["competition", "code"], name="national_group_once_per_competition")
        ]

    def __str__(self):
        return self.name

    @property
    def awards(self) -> list[str]:
        return [line.strip() for line in self.top_awards.splitlines() if line.strip()]


class RowForGroups(RowOfCompetition):
    """A row that concerns some groups of the competition, or all of them."""

    for_groups = models.CharField(
        _("for groups"),
        max_length=200,
        blank=True,
        help_text=_("Codes of groups, with commas between them. Empty: for all."),
    )

    class Meta(RowOfCompetition.Meta):
        abstract = True

    @property
    def group_codes(self) -> list[str]:
        return codes_in(self.for_groups)

    def is_for(self, group: NationalGroup) -> bool:
        return not self.for_groups or group.code in self.group_codes


class NationalSection(RowForGroups):
    """One part of the form: what it asks, how many words it takes, and from what of a submission it is filled."""

    competition = ParentalKey(NationalCompetition, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    asks = models.TextField(_("what it asks for"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight in per cent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    word_minimum = models.PositiveSmallIntegerField(_("fewest words"), null=True, blank=True)
    word_limit = models.PositiveSmallIntegerField(_("most words"), null=True, blank=True)
    is_required = models.BooleanField(_("must be filled"), default=True)
    filled_from = models.CharField(
        _("filled from"),
        max_length=200,
        blank=True,
        help_text=_("Codes of sections of the submission or of its facts, with commas between them."),
    )

    class Meta(RowForGroups.Meta):
        verbose_name = _("section of the form")
        verbose_name_plural = _("sections of the form")
        constraints = [
            models.UniqueConstraint(fields=["competition", "code"], name="national_section_once_per_competition"),
            models.CheckConstraint(
                condition=Q(word_minimum=None) | Q(word_limit=None) | Q(word_limit__gte=F("word_minimum")),
                name="national_word_limit_covers_the_fewest",
                violation_error_message=_("The most words must be at least the fewest."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def sources(self) -> list[str]:
        return codes_in(self.filled_from)


class NationalLevel(RowForGroups):
    """A level of result as it was called in that year, and the words under which the registry keeps it."""

    competition = ParentalKey(NationalCompetition, on_delete=models.CASCADE, related_name="levels")
    name = models.CharField(_("name in that year"), max_length=100)
    award = models.CharField(
        _("name as a recognition"),
        max_length=Recognition._meta.get_field("award").max_length,
        help_text=_("As it stands in the registry, for example “KIPP nasional - Top 45”."),
    )

    class Meta(RowForGroups.Meta):
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [
            models.UniqueConstraint(fields=["competition", "name"], name="national_level_once_per_competition")
        ]

    def __str__(self):
        return self.name


def codes_in(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]
