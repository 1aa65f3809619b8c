from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from home.sitemaps import SITEMAPS
from home.views import identified
from home.views.files import PictureView

app_name = "home"

ROBOTS = TemplateView.as_view(template_name="home/robots.txt", content_type="text/plain")

innovation_patterns = [
    path("", identified.ShortAddress.as_view(), name="innovation-short"),
]

urlpatterns = [
    path("i/<str:code>/", include(innovation_patterns)),
    re_path(r"^berkas/images/(?P<name>[^/]+\.\w+)$", PictureView.as_view(), name="picture"),
    path("robots.txt", ROBOTS, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "home:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
]
