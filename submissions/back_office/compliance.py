"""Compliance of an edition as a report with export."""

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.reports import ReportView

from innovation_portal.utils.back_office import SafeExportMixin
from innovation_portal.utils.formats import short_moment
from innovation_portal.utils.states import state_of
from submissions.back_office.obligations import ObligationPermissionPolicy
from submissions.enums import AgencyKind, ComplianceState
from submissions.models import Edition, Obligation, Region
from submissions.selectors.compliance import IN_DEBT, duties_of, in_state
from submissions.selectors.editions import current_edition


class ComplianceFilterSet(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Edition"),
        queryset=Edition.objects.all(),
        empty_label=gettext_lazy("The current one"),
        widget=forms.RadioSelect,
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=ComplianceState,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="filter_state",
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), field_name="kind", choices=AgencyKind, empty_label=gettext_lazy("All")
    )
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"), field_name="region", queryset=Region.objects.all()
    )

    class Meta:
        model = Obligation
        fields = ["edition", "state", "kind", "region"]

    def filter_state(self, rows, _name, state):
        return rows.filter(in_state(state))


class ComplianceReport(SafeExportMixin, ReportView):
    permission_policy = ObligationPermissionPolicy(Obligation)
    permission_required = "view"
    header_icon = "clipboard-list"
    index_url_name = "compliance_report"
    index_results_url_name = "compliance_report_results"
    filterset_class = ComplianceFilterSet
    is_searchable = True
    search_fields = ["name", "agency__code"]
    list_export = [
        "agency.code",
        "name",
        "region.name",
        "state",
        "required_count",
        "submitted_count",
        "is_met",
        "last_activity",
        "exemption_reason",
    ]
    export_headings = {
        "agency.code": gettext_lazy("Code"),
        "name": gettext_lazy("Agency"),
        "region.name": gettext_lazy("Region"),
        "state": gettext_lazy("State"),
        "submitted_count": gettext_lazy("Submitted"),
        "is_met": gettext_lazy("Met"),
        "last_activity": gettext_lazy("Last activity"),
    }
    columns = [
        Column("name", label=gettext_lazy("Agency"), sort_key="name"),
        Column("region", label=gettext_lazy("Region")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda row: state_of(row).word,
            primary=lambda row: row.is_met,
        ),
        Column(
            "submitted_count",
            label=gettext_lazy("Submitted"),
            accessor=lambda row: (
                _("%(count)s of %(owed)s") % {"count": row.submitted_count, "owed": row.required_count}
            ),
        ),
        Column(
            "last_activity",
            label=gettext_lazy("Last activity"),
            accessor=lambda row: short_moment(row.last_activity) if row.last_activity else "",
        ),
    ]

    @cached_property
    def edition(self):
        chosen = self.filters.form.cleaned_data.get("edition") if self.filters.is_valid() else None
        return chosen or current_edition()

    def get_base_queryset(self):
        return duties_of(self.edition) if self.edition else Obligation.objects.none()

    def get_page_title(self):
        if self.edition is None:
            return _("Compliance")
        owing = self.edition.obligations.filter(is_exempt=False)
        counts = {"late": owing.filter(IN_DEBT).count(), "all": owing.count()}
        if not counts["late"]:
            return _("All %(all)s agencies have met their obligation") % counts
        return _("%(late)s of %(all)s agencies have not submitted yet") % counts

    def get_page_subtitle(self):
        return str(self.edition or "")

    def get_filename(self):
        return f"kepatuhan-{self.edition.year}" if self.edition else "kepatuhan"


class ComplianceMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("submissions.run_edition")


@hooks.register("register_reports_menu_item")
def register_compliance_menu_item():
    return ComplianceMenuItem(
        _("Compliance"),
        reverse("compliance_report"),
        name="compliance",
        icon_name=ComplianceReport.header_icon,
        order=100,
    )


@hooks.register("register_admin_urls")
def register_compliance_urls():
    return [
        path("reports/kepatuhan/", ComplianceReport.as_view(), name="compliance_report"),
        path(
            "reports/kepatuhan/results/",
            ComplianceReport.as_view(results_only=True),
            name="compliance_report_results",
        ),
    ]
