from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet, ReadOnlyPolicy
from judging.models import ConflictOfInterest, ResultRun
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


class ConflictIndexView(PortalIndexView):
    def get_base_queryset(self):
        return ConflictOfInterest.objects.select_related("judge", "submission__innovation__agency")


class ConflictViewSet(PortalViewSet):
    model = ConflictOfInterest
    name = "conflicts"
    url_prefix = "penilaian/benturan"
    icon = "warning"
    menu_label = gettext_lazy("Conflicts of interest")
    menu_order = 400
    index_view_class = ConflictIndexView
    exclude_form_fields = []
    search_fields = ["judge__name", "submission__registration_number", "reason"]
    list_filter = ["source"]
    list_display = [
        Column("judge", label=gettext_lazy("Judge")),
        Column("submission", label=gettext_lazy("Entry")),
        Column("agency", label=gettext_lazy("Agency"), accessor="submission.innovation.agency"),
        Column("source", label=gettext_lazy("Source"), accessor="get_source_display"),
        Column("reason", label=gettext_lazy("Reason")),
        DateColumn("recorded_at", label=gettext_lazy("Recorded")),
    ]

    @property
    def permission_policy(self):
        return ReadOnlyPolicy(self.model)
