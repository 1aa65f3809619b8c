from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("innovation_portal.utils.urls")),
    path("", include("innovation_portal.accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("dokumen/", include(wagtaildocs_urls)),
    path("", include("submissions.urls")),
    path("", include("judging.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
