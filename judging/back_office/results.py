from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import DateColumn, TitleColumn
from wagtail.admin.views import generic

from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet, ReadOnlyPolicy
from judging.models import ResultRun
from judging.selectors.results import ranking_table, result_runs_visible_to


class ResultIndexView(PortalIndexView):
    def get_base_queryset(self):
        return result_runs_visible_to(self.request.user)


class ResultInspectView(generic.InspectView):
    """A calculation with its ranking, by the same rule of visibility as everywhere."""

    template_name = "judging/admin/result.html"
    page_title = gettext_lazy("Result")

    def get_object(self, queryset=None):
        return get_object_or_404(result_runs_visible_to(self.request.user), pk=self.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(run=self.object, rows=ranking_table(self.object)[:200], **kwargs)


class ResultViewSet(PortalViewSet):
    model = ResultRun
    name = "results"
    url_prefix = "penilaian/hasil"
    icon = "list-ol"
    menu_label = gettext_lazy("Results")
    menu_order = 300
    inspect_view_enabled = True
    index_view_class = ResultIndexView
    inspect_view_class = ResultInspectView
    inspect_template_name = ResultInspectView.template_name
    inspect_view_fields = ["round", "number"]
    exclude_form_fields = ["inputs"]
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Result"), url_name="results:inspect"),
        DateColumn("calculated_at", label=gettext_lazy("Calculated")),
        DateColumn("confirmed_at", label=gettext_lazy("Confirmed")),
        DateColumn("sealed_at", label=gettext_lazy("Sealed")),
    ]

    @property
    def permission_policy(self):
        return ReadOnlyPolicy(self.model)
