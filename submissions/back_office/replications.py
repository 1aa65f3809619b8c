"""Replications in the back office: the secretariat reads who takes over what from whom, and decides nothing."""

import django_filters
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet, ReadOnlyPolicy
from innovation_portal.utils.formats import short_moment
from submissions.models import Replication
from submissions.selectors.replications import replications_with_reports
from submissions.voice_enums import ReplicationState


class ReplicationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=ReplicationState.choices)

    class Meta:
        model = Replication
        fields = ["state"]


class ReplicationIndexView(PortalIndexView):
    filterset_class = ReplicationFilterSet

    def get_base_queryset(self):
        return replications_with_reports()


class ReplicationViewSet(PortalViewSet):
    model = Replication
    name = "replikasi"
    url_namespace = "replications"
    url_prefix = "suara/replikasi"
    icon = "copy"
    menu_label = gettext_lazy("Replications")
    menu_order = 300
    permission_policy = ReadOnlyPolicy(Replication)
    index_view_class = ReplicationIndexView
    form_fields = []
    search_fields = ["innovation__title", "agency__name"]
    list_display = [
        Column("innovation", label=gettext_lazy("Innovation")),
        Column("origin", label=gettext_lazy("Agency of origin"), accessor="innovation.agency"),
        Column("agency", label=gettext_lazy("Taken over by")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column(
            "announced_at",
            label=pgettext_lazy("replication", "Announced"),
            sort_key="announced_at",
            accessor=lambda one: short_moment(one.announced_at),
        ),
    ]

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
