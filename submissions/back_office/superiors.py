"""To whom the heads of agencies answer."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from innovation_portal.accounts.fresh_login import FreshLoginForExport
from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet
from submissions.models import Superior


class SuperiorIndexView(FreshLoginForExport, PortalIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("user", "agency", "region")


class SuperiorViewSet(PortalViewSet):
    model = Superior
    name = "atasan"
    url_namespace = "superiors"
    icon = "user"
    index_view_class = SuperiorIndexView
    list_display = [
        Column("user", label=gettext_lazy("Person"), sort_key="user__name"),
        Column("agency", label=gettext_lazy("Agency"), sort_key="agency__name"),
        Column("region", label=gettext_lazy("Region"), sort_key="region__name"),
    ]
    search_fields = ["user__name", "agency__name", "region__name"]
    list_export = ["user.name", "user.email", "agency.name", "region.name"]
    form_fields = ["user", "agency", "region"]
