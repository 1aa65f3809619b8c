"""The audit in the back office, for administrators: a report to search in, and how its chain stands."""

import django_filters
from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, OuterRef, Q, Subquery
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.audit.chain import BROKEN, head_of_chain, last_verdict
from innovation_portal.utils.audit.models import AuditAction, AuditEntry
from innovation_portal.utils.audit.reads import ProtectedRead
from innovation_portal.utils.audit.tables import audited_tables
from innovation_portal.utils.back_office import SafeExportMixin
from innovation_portal.utils.formats import short_moment


def models_by_table() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def table_choices() -> list[tuple[str, str]]:
    """Return the followed tables by the names of what they hold."""
    models = models_by_table()
    named = [(table.name, str(models[table.name]._meta.verbose_name)) for table in audited_tables()]
    return sorted(((name, word[:1].upper() + word[1:]) for name, word in named), key=lambda choice: choice[1])


class AuditFilterSet(WagtailFilterSet):
    person = django_filters.CharFilter(label=gettext_lazy("Name or e-mail address"), method="filter_person")
    action = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Action"), choices=AuditAction, widget=forms.CheckboxSelectMultiple
    )
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Time"), widget=DateRangePickerWidget)
    table_name = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=table_choices, empty_label=gettext_lazy("All")
    )
    row_pk = django_filters.CharFilter(label=gettext_lazy("Row number"))
    request_id = django_filters.CharFilter(label=gettext_lazy("Request, task or command"))

    class Meta:
        model = AuditEntry
        fields = ["person", "action", "at", "table_name", "row_pk", "request_id"]

    def filter_person(self, entries, _name, text):
        people = get_user_model().objects.filter(Q(name__icontains=text) | Q(email__iexact=text))
        return entries.filter(actor_id__in=people.values("pk"))


def kind_of(entry: AuditEntry) -> str:
    """Name what an entry is about: "usulan 12"; a table that is gone by its own name, a whole list by a dash."""
    model = models_by_table().get(entry.table_name)
    return f"{model._meta.verbose_name if model else entry.table_name} {entry.row_pk}".strip() or "–"


def what_happened(entry: AuditEntry) -> str:
    """Say what changed by the names of the fields, or what was read or noted."""
    if entry.action == AuditAction.READ and entry.detail in ProtectedRead.values:
        return str(ProtectedRead(entry.detail).label)
    model = models_by_table().get(entry.table_name)
    return ", ".join(_name_of(model, column) for column in entry.columns.split()) or entry.detail


def _name_of(model: type[Model] | None, column: str) -> str:
    try:
        name = column.removesuffix("_id") if model else column
        return str(model._meta.get_field(name).verbose_name) if model else column
    except FieldDoesNotExist:
        return column


class AuditReport(SafeExportMixin, ReportView):
    permission_policy = ModelPermissionPolicy(AuditEntry)  # a permission that no role has
    permission_required = "view"
    header_icon = "history"
    page_title = gettext_lazy("Audit")
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    results_template_name = "portal/admin/audit_results.html"
    filterset_class = AuditFilterSet
    list_export = [
        *("at", "person", "actor_id", "get_action_display", "table_name"),
        *("row_pk", "columns", "detail", "request_id"),
    ]
    export_headings = {
        "at": gettext_lazy("Time"),
        "person": gettext_lazy("Person"),
        "actor_id": gettext_lazy("Number of the account"),
        "get_action_display": gettext_lazy("Action"),
        "table_name": gettext_lazy("Table"),
        "row_pk": gettext_lazy("Row number"),
        "columns": gettext_lazy("Changed columns"),
        "detail": gettext_lazy("Detail"),
        "request_id": gettext_lazy("Request, task or command"),
    }

    @property
    def columns(self):
        return [
            Column("at", label=_("Time"), accessor=lambda entry: short_moment(entry.at)),
            Column("person", label=_("Person"), accessor=lambda entry: entry.person or "–"),
            StatusTagColumn(
                "action",
                label=_("Action"),
                accessor="get_action_display",
                primary=lambda entry: entry.action in {AuditAction.DELETE, AuditAction.READ},
            ),
            TitleColumn("kind", label=_("What"), accessor=kind_of, get_url=self.address_of),
            Column("columns", label=_("Detail"), accessor=what_happened),
            Column("request_id", label=_("Request, task or command")),
        ]

    def get_base_queryset(self):
        people = get_user_model().objects.filter(pk=OuterRef("actor_id"))
        return AuditEntry.objects.annotate(person=Subquery(people.values("name"))).order_by("-pk")

    def address_of(self, entry: AuditEntry) -> str | None:
        """Return where the row is edited, without looking it up; none for what was deleted or has no such page."""
        model = models_by_table().get(entry.table_name)
        if model is None or not entry.row_pk.isdecimal() or entry.action == AuditAction.DELETE:
            return None
        if issubclass(model, Page):
            return reverse("wagtailadmin_pages:edit", args=[entry.row_pk])
        return AdminURLFinder(self.request.user).get_edit_url(model(pk=entry.row_pk))

    def get_filename(self):
        return "audit"

    def get_context_data(self, **kwargs):
        head = head_of_chain()
        verdict = last_verdict()
        return super().get_context_data(
            head=head,
            waiting=AuditEntry.objects.count() - head.position,
            verdict=verdict,
            is_broken=verdict is not None and verdict.detail.startswith(BROKEN),
            **kwargs,
        )


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return AuditReport.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def register_audit_menu_item():
    icon = AuditReport.header_icon
    return AuditMenuItem(_("Audit"), reverse("audit_report"), name="audit", icon_name=icon, order=900)


@hooks.register("register_admin_urls")
def register_audit_urls():
    return [
        path("reports/audit/", AuditReport.as_view(), name="audit_report"),
        path("reports/audit/results/", AuditReport.as_view(results_only=True), name="audit_report_results"),
    ]
