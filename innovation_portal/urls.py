from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from innovation_portal.utils import wagtail_views
from innovation_portal.utils.views import BackOfficeWords

urlpatterns = [
    path("", include("innovation_portal.utils.urls")),
    path("", include("innovation_portal.operations.urls")),
    path("", include("innovation_portal.accounts.urls")),
    path("", include("innovation_portal.privacy.urls")),
    # In place of Wagtail's own, by whose names its pages ask for them.
    path("admin/jsi18n/", BackOfficeWords.as_view(), name="back-office-words"),
    path("admin/choose-external-link/", wagtail_views.link_view, name="wagtailadmin_choose_link"),
    path(
        "admin/pages/<int:page_to_move_id>/set_position/", wagtail_views.set_position, name="wagtailadmin_set_position"
    ),
    *wagtail_views.library_urls,
    path("admin/", include(wagtailadmin_urls)),
    path("dokumen/", include(wagtaildocs_urls)),
    path("", include("submissions.urls")),
    path("", include("judging.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler404 = "innovation_portal.utils.views.page_not_found"
handler500 = "innovation_portal.operations.views.server_error"
# allauth asks for it by this name.
handler429 = "innovation_portal.utils.limits.refused_by_allauth"
