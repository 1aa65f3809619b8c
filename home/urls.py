from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, re_path
from django.views.generic import TemplateView

from home.sitemaps import SITEMAPS
from home.views import feedback
from home.views.files import PictureView

app_name = "home"

ROBOTS = TemplateView.as_view(template_name="home/robots.txt", content_type="text/plain")

urlpatterns = [
    re_path(r"^berkas/images/(?P<name>[^/]+\.\w+)$", PictureView.as_view(), name="picture"),
    path("robots.txt", ROBOTS, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "home:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("masukan/<int:pk>/", feedback.FeedbackCreate.as_view(), name="feedback-create"),
    path("masukan/<int:pk>/bermanfaat/", feedback.UsefulMarkCreate.as_view(), name="useful-create"),
    path("masukan/hapus/<str:token>/", feedback.FeedbackDelete.as_view(), name="feedback-delete"),
]
