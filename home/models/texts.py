from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.blocks import BodyBlock, QuestionsBlock
from home.models.base import PortalPage


class CompetitionPage(PortalPage):
    """This year's competition. Dates, sections and weights are read from the current edition."""

    lead = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("further explanation"))

    content_panels = [*PortalPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1

    class Meta:
        verbose_name = _("competition page")

    def get_context(self, request, *args, **kwargs):
        from home.views.pages import competition_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | competition_context()


class StandardPage(PortalPage):
    """A page of text: about the portal, guidance, questions and answers."""

    lead = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [*PortalPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")


class QuestionsPage(PortalPage):
    """Questions with their answers, each to be opened by itself."""

    lead = models.TextField(_("introduction"), blank=True)
    questions = StreamField(QuestionsBlock(), blank=True, verbose_name=_("questions"))

    content_panels = [*PortalPage.content_panels, FieldPanel("lead"), FieldPanel("questions")]

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("page of questions")
        verbose_name_plural = _("pages of questions")

    def get_context(self, request, *args, **kwargs):
        from home.views.structured_data import questions_data  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | {"structured_data": questions_data(self)}
