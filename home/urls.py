from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, re_path
from django.views.generic import TemplateView
from wagtail.views import serve as serve_page

from home.sitemaps import SITEMAPS
from home.views.catalogue_files import CatalogueFeed, CatalogueTable
from home.views.files import PictureView
from home.views.remembered import remembered_with_catalogue

app_name = "home"

ROBOTS = TemplateView.as_view(template_name="home/robots.txt", content_type="text/plain")

urlpatterns = [
    re_path(r"^berkas/images/(?P<name>[^/]+\.\w+)$", PictureView.as_view(), name="picture"),
    # The catalogue page where the portal puts it, in front of Wagtail's own addresses; elsewhere it is not remembered.
    path("inovasi/", remembered_with_catalogue(serve_page), {"path": "inovasi/"}, name="catalogue"),
    path("inovasi.csv", CatalogueTable.as_view(), name="catalogue-table"),
    path("inovasi.atom", CatalogueFeed.as_view(), name="catalogue-feed"),
    path("robots.txt", ROBOTS, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "home:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
]
