"""How the verification goes: numbers of an edition above the list of its decisions, which can be exported."""

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.accounts.models import User
from innovation_portal.utils.back_office import SafeExportMixin
from innovation_portal.utils.formats import figure, short_moment
from submissions.enums import VerificationOutcome
from submissions.models import Edition, Verification
from submissions.selectors.editions import current_edition
from submissions.selectors.verification_numbers import decisions_of, verification_numbers


class VerifiersOnly(ModelPermissionPolicy):
    """Decisions are read by those who make them; nobody changes one."""

    def user_has_permission(self, user, action):
        return action == "view" and user.has_perm("submissions.verify_submission")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


def verifiers(request):
    return User.objects.filter(pk__in=Verification.objects.order_by().values("verifier")).order_by("name")


class VerificationReportFilterSet(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Edition"),
        field_name="version__submission__edition",
        queryset=Edition.objects.all(),
        empty_label=gettext_lazy("The current one"),
        widget=forms.RadioSelect,
    )
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("Outcome"),
        choices=VerificationOutcome,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    verifier = django_filters.ModelChoiceFilter(label=gettext_lazy("Verifier"), queryset=verifiers)

    class Meta:
        model = Verification
        fields = ["edition", "outcome", "verifier"]


def time_taken(span) -> str:
    """Write a span in hours, or in days from two days on."""
    hours = span.total_seconds() / 3600
    if hours < 1:
        return _("under an hour")
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", int(hours)) % {"count": int(hours)}
    return _("%(count)s days") % {"count": figure(hours / 24, 1)}


def waited(decision):
    return decision.at - decision.version.submitted_at


class VerificationReport(SafeExportMixin, ReportView):
    permission_policy = VerifiersOnly(Verification)
    permission_required = "view"
    header_icon = "tasks"
    page_title = gettext_lazy("Verification in numbers")
    index_url_name = "verification_report"
    index_results_url_name = "verification_report_results"
    results_template_name = "submissions/admin/verification_report_results.html"
    filterset_class = VerificationReportFilterSet
    paginate_by = 50
    list_export = [
        "version.submission.registration_number",
        "version.submission.innovation.title",
        "version.submission.innovation.agency.name",
        "version.number",
        "get_outcome_display",
        "verifier.name",
        "version.submitted_at",
        "at",
        "note",
    ]
    export_headings = {
        "version.submission.registration_number": gettext_lazy("Number"),
        "version.submission.innovation.title": gettext_lazy("Innovation"),
        "version.submission.innovation.agency.name": gettext_lazy("Agency"),
        "version.number": gettext_lazy("Version"),
        "get_outcome_display": gettext_lazy("Outcome"),
        "verifier.name": gettext_lazy("Verifier"),
        "version.submitted_at": gettext_lazy("Submitted"),
        "at": gettext_lazy("Decided"),
        "note": gettext_lazy("Note to the agency"),
    }
    columns = [
        Column("innovation", label=gettext_lazy("Innovation"), accessor="version.submission.innovation.title"),
        Column("agency", label=gettext_lazy("Agency"), accessor="version.submission.innovation.agency"),
        StatusTagColumn(
            "outcome",
            label=gettext_lazy("Outcome"),
            accessor="get_outcome_display",
            primary=lambda decision: decision.outcome == VerificationOutcome.PASSED,
        ),
        Column("verifier", label=gettext_lazy("Verifier"), accessor="verifier.name"),
        Column("at", label=gettext_lazy("Decided"), accessor=lambda row: short_moment(row.at)),
        Column("took", label=gettext_lazy("Time taken"), accessor=lambda row: time_taken(waited(row))),
    ]

    @cached_property
    def edition(self):
        chosen = self.filters.form.cleaned_data.get("edition") if self.filters.is_valid() else None
        return chosen or current_edition()

    def get_base_queryset(self):
        return decisions_of(self.edition) if self.edition else Verification.objects.none()

    def get_page_subtitle(self):
        return str(self.edition or "")

    def get_filename(self):
        return f"verifikasi-{self.edition.year}" if self.edition else "verifikasi"

    @property
    def no_results_message(self):
        return _("Nothing was decided yet.")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.edition is None:
            return context
        numbers = verification_numbers(self.edition)
        spans = {"median": numbers.median, "ninetieth": numbers.ninetieth}
        written = {name: time_taken(span) if span is not None else "–" for name, span in spans.items()}
        return {**context, "numbers": numbers, "outcomes": VerificationOutcome.labels, **written}


class VerificationReportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("submissions.verify_submission")


@hooks.register("register_reports_menu_item")
def register_verification_menu_item():
    return VerificationReportMenuItem(
        _("Verification in numbers"),
        reverse("verification_report"),
        name="verification-numbers",
        icon_name=VerificationReport.header_icon,
        order=110,
    )


@hooks.register("register_admin_urls")
def register_verification_report_urls():
    view = VerificationReport
    return [
        path("reports/verifikasi/", view.as_view(), name="verification_report"),
        path("reports/verifikasi/results/", view.as_view(results_only=True), name="verification_report_results"),
    ]
