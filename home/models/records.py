"""Pages that show what the registry knows under more than one address; editors write their introductions."""

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from home.models.base import PortalPage


class RecordPage(RoutablePageMixin, PortalPage):
    """A page with an introduction whose contents come from the registry."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1

    class Meta:
        abstract = True

    def address_below(self, request, part: str) -> str:
        """Return the full address of a part, for a canonical link."""
        return f"{self.get_full_url(request)}{part}"


class WinnersPage(RecordPage):
    """Who was honoured in which year, in this competition and outside it."""

    class Meta:
        verbose_name = _("winners by year")

    @path("")
    def latest(self, request):
        from home.views.winners import winners_context  # the boundary reads the models of this package

        return self.render(request, context_overrides=winners_context())

    @path("<int:year>/", name="year")
    def of_year(self, request, year):
        from home.views.winners import winners_context  # the boundary reads the models of this package

        context = winners_context(year)
        if context["winners"] is None:
            raise Http404
        address = self.address_below(request, self.reverse_subpage("year", [year]))
        return self.render(request, context_overrides={**context, "canonical_url": address})


class AgenciesPage(RecordPage):
    """The agencies by region, and a profile of each."""

    class Meta:
        verbose_name = _("list of agencies")

    @path("")
    def whole(self, request):
        from home.views.agencies import agencies_context  # the boundary reads the models of this package

        return self.render(request, context_overrides=agencies_context(request))

    @path("<str:code>/", name="agency")
    def profile(self, request, code):
        from home.views.agencies import profile_context  # the boundary reads the models of this package

        context = profile_context(code)
        if context is None:
            raise Http404
        address = self.address_below(request, self.reverse_subpage("agency", [code]))
        return self.render(
            request, context_overrides={**context, "canonical_url": address}, template="home/agency_profile.html"
        )


class StatisticsPage(RecordPage):
    """The catalogue in numbers, each with its table."""

    class Meta:
        verbose_name = _("statistics page")

    @path("")
    def charts(self, request):
        from home.views.statistics import statistics_context  # the boundary reads the models of this package

        return self.render(request, context_overrides=statistics_context())

    @path("csv/<slug:name>/", name="table")
    def table(self, request, name):
        from home.views.statistics import statistics_table  # the boundary reads the models of this package

        return statistics_table(name)
