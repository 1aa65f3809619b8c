from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.generic import TemplateView
from wagtail.views import serve as serve_page

from home.models.innovations import CATALOGUE_SLUG
from home.sitemaps import SITEMAPS
from home.views import feedback, identified
from home.views.catalogue_files import CatalogueFeed, CatalogueTable
from home.views.codes import understands_codes
from home.views.files import PictureView
from home.views.open_data import DumpFile, NewestFile, OpenDataPage, ReferencePage
from home.views.remembered import remembered_with_catalogue

app_name = "home"

ROBOTS = TemplateView.as_view(template_name="home/robots.txt", content_type="text/plain")

innovation_patterns = [
    path("", identified.ShortAddress.as_view(), name="innovation-short"),
    path("kartu-<str:digest>.png", identified.ShareCard.as_view(), name="innovation-card"),
    path("kode.svg", identified.QrCode.as_view(), name="innovation-qr"),
    path("sitasi.bib", identified.BibtexFile.as_view(), name="innovation-bibtex"),
    path("sitasi.ris", identified.RisFile.as_view(), name="innovation-ris"),
    path("bukti/<int:pk>/", identified.ProofFile.as_view(), name="innovation-proof"),
    path("gambar/<int:pk>.jpg", identified.ProofPicture.as_view(), name="innovation-picture"),
]

urlpatterns = [
    path("i/<str:code>/", include(innovation_patterns)),
    re_path(r"^berkas/images/(?P<name>[^/]+\.\w+)$", PictureView.as_view(), name="picture"),
    # In front of Wagtail's own addresses, so that the catalogue page is remembered; its slug cannot be changed.
    path(
        f"{CATALOGUE_SLUG}/",
        understands_codes(remembered_with_catalogue(serve_page)),
        {"path": f"{CATALOGUE_SLUG}/"},
        name="catalogue",
    ),
    path("inovasi.csv", understands_codes(CatalogueTable.as_view()), name="catalogue-table"),
    path("inovasi.atom", understands_codes(CatalogueFeed.as_view()), name="catalogue-feed"),
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
    path("api/v1/", include("home.api.urls")),
    path("data/", OpenDataPage.as_view(), name="open-data"),
    path("data/api/", ReferencePage.as_view(), name="open-data-api"),
    re_path(r"^data/(?P<dataset>[a-z]+)\.(?P<format_>csv|json)$", NewestFile.as_view(), name="open-data-newest"),
    re_path(
        r"^data/(?P<dataset>[a-z]+)-(?P<day>\d{4}-\d\d-\d\d)\.(?P<format_>csv|json)$",
        DumpFile.as_view(),
        name="open-data-file",
    ),
    # Wagtail's own addresses know no dots and blanks, which codes of agencies have: /perangkat-daerah/33.02/.
    # Behind everything that has an address of its own.
    re_path(r"^(?P<path>([\w\-]+/)+[\w\-]+[. ][\w\-. ]*/)$", serve_page, name="coded-page"),
]
