from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from home.blocks import BeforeAfterBlock, StoryBlock
from home.enums import WithdrawalReason
from home.identifiers import code_of
from home.models.base import PortalPage
from home.models.covers import CoveredPage
from home.panels import OriginsPanel
from submissions.models import Innovation, SubmissionVersion

CATALOGUE_SLUG = "inovasi"


class CataloguePage(PortalPage):
    """Etalase: the public list of innovations, with search and filters.

    Its address stays: the portal's own pages lead to it, and only there it is remembered (`home.urls`).
    """

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.InnovationPage"]
    max_count = 1

    class Meta:
        verbose_name = _("catalogue")

    def clean(self):
        super().clean()
        if self.slug != CATALOGUE_SLUG and not self.alias_of_id:
            message = _("The address of the catalogue stays “%(slug)s”: other pages and programs lead to it.")
            raise ValidationError({"slug": message % {"slug": CATALOGUE_SLUG}})

    def get_context(self, request, *args, **kwargs):
        from home.views.catalogue import catalogue_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | catalogue_context(request)

    def route(self, request, path_components):
        return self.route_to_child(InnovationPage, request, path_components) or super().route(request, path_components)


class InnovationPage(CoveredPage):
    """One innovation in the catalogue: facts from its frozen version or the registry, words from the editors.

    Pages are made, refreshed and taken down by `home.services.publishing`; editors add to them. `version` is what the
    public reads; it is empty for past innovations that are known from public sources only.
    """

    innovation = models.OneToOneField(Innovation, on_delete=models.PROTECT, related_name="page", editable=False)
    version = models.ForeignKey(
        SubmissionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Set when the portal itself took the page down."
    )
    withdrawal_reason = models.CharField(max_length=10, choices=WithdrawalReason, blank=True, editable=False)
    headline = models.CharField(
        _("headline"), max_length=120, blank=True, help_text=_("In plain words; without one the title is shown.")
    )
    lead = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("Two sentences: what was wrong and what is better now. Without one the summary is shown."),
    )
    figures = StreamField(
        [("figure", BeforeAfterBlock())],
        max_num=3,
        blank=True,
        verbose_name=_("figures"),
        help_text=_("At most three, from the evidence of the innovation."),
    )
    figures_source = models.CharField(
        _("source of the figures"), max_length=250, blank=True, help_text=_("Who measured what, and when.")
    )
    legal_basis = models.TextField(
        _("legal basis"),
        blank=True,
        help_text=_("One rule or decree on each line, with its number and year. Stands beside what the agency wrote."),
    )
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("story"))

    content_panels = [
        OriginsPanel(heading=_("Where the facts come from")),
        FieldPanel("headline"),
        FieldPanel("lead"),
        *CoveredPage.cover_panels,
        MultiFieldPanel([FieldPanel("figures"), FieldPanel("figures_source")], heading=_("Before and after")),
        FieldPanel("body"),
        FieldPanel("legal_basis"),
    ]

    parent_page_types = ["home.CataloguePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("innovation page")
        verbose_name_plural = _("innovation pages")

    @classmethod
    def can_create_at(cls, parent):
        """Editors do not add innovations by hand: the facts must come from the registry."""
        return False

    def clean(self):
        super().clean()
        if self.figures and not self.figures_source:
            raise ValidationError({"figures_source": _("Say where the figures are from.")})

    @property
    def code(self) -> str:
        return code_of(self.innovation_id)

    @property
    def short_path(self) -> str:
        return reverse("home:innovation-short", args=[self.code])

    @property
    def lasting_address(self) -> str:
        """The address to print and to cite: it stays when title and slug change."""
        return settings.PORTAL_ADDRESS.rstrip("/") + self.short_path

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None and not self.live

    def route(self, request, path_components):
        if self.is_withdrawn and not path_components:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        from home.views.innovations import withdrawn_page  # the boundary reads the models of this package

        return withdrawn_page(self, request) if self.is_withdrawn else super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from home.views.innovations import innovation_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | innovation_context(self)
