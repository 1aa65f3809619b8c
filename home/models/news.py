from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from home.blocks import BodyBlock
from home.models.base import PortalPage
from home.models.covers import CoveredPage
from innovation_portal.utils import clock


class NewsIndexPage(RoutablePageMixin, PortalPage):
    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request, *args, **kwargs):
        from home.views.pages import news_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | news_context(self, request)

    @path("atom/", name="feed")
    def feed(self, request):
        from home.views.feeds import NewsFeed  # the boundary reads the models of this package

        return NewsFeed()(request, page=self)

    def get_route_paths(self):
        """Wagtail redirects these when the slug changes; readers of the feed stay subscribed."""
        return ["/", "/atom/"]


class NewsPage(CoveredPage):
    dated_on = models.DateField(_("date"), default=clock.today)
    lead = models.TextField(_("introduction"), max_length=400, help_text=_("Two sentences; shown in the list too."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("dated_on"),
        FieldPanel("lead"),
        *CoveredPage.cover_panels,
        FieldPanel("body"),
    ]

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def get_context(self, request, *args, **kwargs):
        from home.views.pages import news_page_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | news_page_context(self)
