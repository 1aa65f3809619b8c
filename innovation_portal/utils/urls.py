from django.urls import path
from django.views.i18n import set_language

from innovation_portal.utils.patterns import Patterns
from innovation_portal.utils.views import EmptyView

app_name = "utils"

urlpatterns = [
    path("bahasa/", set_language, name="language-set"),
    path("pola/", Patterns.as_view(), name="patterns"),
    path("ok/", EmptyView.as_view(), name="empty"),
]
