"""Administrative verification: the addresses of its desk."""

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from submissions.back_office.claims import ClaimNextView, ClaimView, KeepClaimView, ReleaseView, TakeBackView
from submissions.back_office.decision import DecisionView
from submissions.back_office.passing import PassResultView, PassView
from submissions.back_office.queue import QueueView


class VerificationMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("submissions.verify_submission")


class VerificationViewSet(ViewSet):
    name = "verifikasi"
    url_namespace = "verification"
    icon = "tasks"
    menu_label = gettext_lazy("Verify")
    menu_order = 120
    menu_item_class = VerificationMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", QueueView.as_view(), name="index"),
            path("results/", QueueView.as_view(results_only=True), name="index_results"),
            path("berikutnya/", ClaimNextView.as_view(), name="next"),
            path("luluskan/", PassView.as_view(), name="pass"),
            path("luluskan/hasil/", PassResultView.as_view(), name="pass-result"),
            path("<int:pk>/kerjakan/", ClaimView.as_view(), name="claim"),
            path("<int:pk>/lepaskan/", ReleaseView.as_view(), name="release"),
            path("<int:pk>/tarik-usul/", TakeBackView.as_view(), name="take-back"),
            path("<int:pk>/masih-dikerjakan/", KeepClaimView.as_view(), name="keep-claim"),
            path("<int:pk>/", DecisionView.as_view(), name="decide"),
        ]


@hooks.register("register_admin_viewset")
def register_verification():
    return VerificationViewSet()
