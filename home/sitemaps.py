from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from home.models import CatalogueEntry, InnovationPage


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


SITEMAPS = {"halaman": PageSitemap, "inovasi": InnovationSitemap}
