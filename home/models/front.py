from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from home.blocks import DoorBlock, StepBlock
from home.models.base import PortalPage
from home.models.innovations import CataloguePage, InnovationPage
from innovation_portal.utils.back_office import RowsPanel


class HomePage(PortalPage):
    hero_title = models.TextField(
        _("greeting"), help_text=_("Large, at the top. Each line is kept together."), default="Setiap OPD"
    )
    hero_lead = models.TextField(_("introduction"), blank=True)
    popular_searches = models.TextField(
        _("often searched"), blank=True, help_text=_("One per line; shown under the search box.")
    )
    steps = StreamField(
        [("step", StepBlock())],
        blank=True,
        max_num=3,
        verbose_name=_("how to take part"),
        help_text=_("Three steps at most; a step that does not fit one sentence is two steps."),
    )
    doors = StreamField([("door", DoorBlock())], blank=True, max_num=3, verbose_name=_("entrances"))

    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_lead"), FieldPanel("popular_searches")], heading=_("Top")
        ),
        RowsPanel(
            "features",
            heading=_("Editors' choice"),
            label=_("Innovation"),
            max_num=4,
            help_text=_("The first one is shown large, with its figures."),
        ),
        FieldPanel("steps"),
        FieldPanel("doors"),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.AgenciesPage",
        "home.AgendaPage",
        "home.CataloguePage",
        "home.CompetitionPage",
        "home.DocumentsPage",
        "home.NewsIndexPage",
        "home.QuestionsPage",
        "home.StandardPage",
        "home.StatisticsPage",
        "home.WinnersPage",
    ]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components):
        return self.route_to_child(CataloguePage, request, path_components) or super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from home.views.pages import home_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | home_context(self)


class HomePageFeature(Orderable):
    """An innovation that the editors show on the home page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="features")
    innovation_page = models.ForeignKey(
        InnovationPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("innovation")
    )

    panels = [PageChooserPanel("innovation_page")]

    class Meta(Orderable.Meta):
        verbose_name = _("editors' choice")
        constraints = [models.UniqueConstraint(fields=["page", "innovation_page"], name="innovation_featured_once")]

    def __str__(self):
        return str(self.innovation_page)
