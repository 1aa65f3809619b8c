"""What a proposal of an edition asks for, and what it asked for before the secretariat changed that."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from innovation_portal.utils import clock
from submissions.enums import SectionKind
from submissions.models.editions import Edition


class EarlierTemplate(models.Model):
    """Sections and declarations that submissions of the edition began with, before they were changed for the others.

    What belongs to the edition itself is its present template. The rows of an earlier one never change again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="earlier_templates")
    number = models.PositiveSmallIntegerField(_("version"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"), default=clock.now)

    class Meta:
        verbose_name = _("earlier template")
        verbose_name_plural = _("earlier templates")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="template_number_once_per_edition"),
        ]

    def __str__(self):
        return f"{self.edition} v{self.number}"


IN_ONE_TEMPLATE = Q(edition__isnull=False, earlier_template=None) | Q(edition=None, earlier_template__isnull=False)


class Section(models.Model):
    """One aspect of the proposal: what is asked, with guidance, example and word limit."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="sections")
    earlier_template = models.ForeignKey(
        EarlierTemplate, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="sections"
    )
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    guidance = models.TextField(_("guidance"), blank=True, help_text=_("One question per line, read while writing."))
    example = models.TextField(_("example"), blank=True)
    kind = models.CharField(_("asks for"), max_length=10, choices=SectionKind, default=SectionKind.TEXT)
    word_limit = models.PositiveSmallIntegerField(
        _("word limit"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("For a text.")
    )
    options = models.TextField(_("options"), blank=True, help_text=_("For a choice, one per line."))
    unit = models.CharField(
        _("unit"), max_length=40, blank=True, help_text=_("For a number, for example minutes or people a year.")
    )
    for_groups = models.CharField(
        _("for groups"),
        max_length=200,
        blank=True,
        help_text=_("Codes of participant groups, separated by commas. Empty: for every group."),
    )
    is_required = models.BooleanField(_("required"), default=True)
    needs_evidence = models.BooleanField(_("needs evidence"), default=False)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="section_code_once_per_edition"),
            models.UniqueConstraint(
                fields=["earlier_template", "code"], name="section_code_once_per_earlier_template"
            ),
            models.CheckConstraint(condition=IN_ONE_TEMPLATE, name="section_is_in_one_template"),
            models.CheckConstraint(
                condition=~Q(kind=SectionKind.TEXT) | Q(word_limit__isnull=False),
                name="section_of_text_has_a_word_limit",
                violation_error_message=_("A text needs a word limit."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=SectionKind.CHOICE) | ~Q(options=""),
                name="section_of_choice_has_options",
                violation_error_message=_("A choice needs options, one per line."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def option_list(self) -> list[str]:
        return [line.strip() for line in self.options.splitlines() if line.strip()]

    @property
    def group_codes(self) -> list[str]:
        return [code.strip() for code in self.for_groups.split(",") if code.strip()]


class Declaration(models.Model):
    """A statement that the person in charge makes before submitting."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="declarations")
    earlier_template = models.ForeignKey(
        EarlierTemplate, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="declarations"
    )
    code = models.SlugField(_("code"), max_length=40)
    text = models.TextField(_("text"))
    is_required = models.BooleanField(_("required"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="declaration_code_once_per_edition"),
            models.UniqueConstraint(
                fields=["earlier_template", "code"], name="declaration_code_once_per_earlier_template"
            ),
            models.CheckConstraint(condition=IN_ONE_TEMPLATE, name="declaration_is_in_one_template"),
        ]

    def __str__(self):
        return self.text
