from urllib.parse import quote

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from home.models import AgenciesPage, CatalogueEntry, InnovationPage, WinnersPage
from home.selectors.agencies import public_agencies
from home.selectors.winners import winner_years


class InnovationSitemap(Sitemap):
    limit = 5000

    def items(self):
        return CatalogueEntry.objects.only("url", "updated_at").order_by("page_id")

    def location(self, item):
        return item.url

    def lastmod(self, item):
        return item.updated_at


class PageSitemap(Sitemap):
    def items(self):
        return Page.objects.live().public().filter(depth__gte=2).not_type(InnovationPage)

    def location(self, item):
        return item.get_url()

    def lastmod(self, item):
        return item.latest_revision_created_at or item.last_published_at


class WinnersSitemap(Sitemap):
    """A page for each year below the page of winners."""

    def items(self):
        page = WinnersPage.objects.live().public().first()
        return [f"{page.url}{year}/" for year in winner_years()] if page else []

    def location(self, item):
        return item


class AgencySitemap(Sitemap):
    """A profile for each public agency below their list."""

    limit = 5000

    def items(self):
        self.page = AgenciesPage.objects.live().public().first()
        return public_agencies() if self.page else []

    def location(self, item):
        return f"{self.page.url}{quote(item.code)}/"


class OpenDataSitemap(Sitemap):
    """The files of the nights, and the interface for programs."""

    def items(self):
        return ["home:open-data", "home:open-data-api"]

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "halaman": PageSitemap,
    "data": OpenDataSitemap,
    "inovasi": InnovationSitemap,
    "pemenang": WinnersSitemap,
    "perangkat-daerah": AgencySitemap,
}
