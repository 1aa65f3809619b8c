"""All submissions that were handed in: searched, filtered, with the columns that each person wants, and exported."""

from datetime import datetime

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils import clock
from innovation_portal.utils.back_office import PortalIndexView
from submissions.back_office.submission_columns import OWN_TIMES, PERMISSION, TITLE, ColumnsView, columns_of
from submissions.enums import AgencyKind, Lineage, SubmissionStatus
from submissions.models import Edition, Region, Submission
from submissions.selectors.handed_in import category_names, handed_in_submissions, with_time_of_its_own


class HandedInPolicy(ModelPermissionPolicy):
    """The list is open to whoever may open every submission; it changes nothing."""

    def user_has_permission(self, user, action):
        return action == "view" and user.has_perm(PERMISSION)

    def user_has_any_permission(self, user, actions):
        return self.user_has_permission(user, "view")


class SubmissionFilterSet(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Edition"), queryset=Edition.objects.all(), empty_label=gettext_lazy("All")
    )
    status = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=SubmissionStatus, widget=forms.CheckboxSelectMultiple
    )
    category = django_filters.ChoiceFilter(
        label=gettext_lazy("Category"),
        field_name="frozen_category",
        choices=lambda: [(name, name) for name in category_names()],
        empty_label=gettext_lazy("All"),
    )
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"),
        field_name="innovation__agency__region",
        queryset=Region.objects.all(),
        empty_label=gettext_lazy("All"),
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of agency"),
        field_name="innovation__agency__kind",
        choices=AgencyKind,
        empty_label=gettext_lazy("All"),
    )
    lineage = django_filters.ChoiceFilter(
        label=gettext_lazy("Lineage"), field_name="frozen_lineage", choices=Lineage, empty_label=gettext_lazy("All")
    )
    own_time = django_filters.ChoiceFilter(
        label=gettext_lazy("Extension and lateness"),
        choices=list(OWN_TIMES.items()),
        empty_label=gettext_lazy("All"),
        method="filter_own_time",
    )

    class Meta:
        model = Submission
        fields = ["edition", "status", "category", "region", "kind", "lineage", "own_time"]

    def filter_own_time(self, queryset, name, value):
        return with_time_of_its_own(queryset, value)


class SubmissionListView(PortalIndexView):
    model = Submission
    permission_policy = HandedInPolicy(Submission)
    any_permission_required = ["view"]
    page_title = gettext_lazy("Submissions")
    header_icon = "list-ul"
    index_url_name = "submission_list:index"
    index_results_url_name = "submission_list:index_results"
    filterset_class = SubmissionFilterSet
    search_fields = ["frozen_title", "innovation__agency__name", "registration_number"]
    default_ordering = "-handed_in_at"
    paginate_by = 50

    def get_base_queryset(self):
        return handed_in_submissions(self.request.user)

    def order_queryset(self, queryset):
        """Rows that are equal by the chosen column keep one order over all pages."""
        return queryset.order_by(self.ordering, "-pk")

    @cached_property
    def own_columns(self):
        return columns_of(self.request.user)

    @cached_property
    def columns(self):
        title = TitleColumn(
            TITLE.name, label=TITLE.label, accessor=TITLE.shown, sort_key=TITLE.sort_key, get_url=self.get_dossier_url
        )
        others = [
            Column(each.name, label=each.label, accessor=each.shown, sort_key=each.sort_key)
            for each in self.own_columns
        ]
        return [title, *others]

    @cached_property
    def may_open(self):
        return self.request.user.has_perm("submissions.verify_submission")

    def get_dossier_url(self, submission):
        return reverse("verification:decide", args=[submission.pk]) if self.may_open else None

    @property
    def list_export(self):
        return [column.name for column in [TITLE, *self.own_columns]]

    @property
    def export_headings(self):
        return {column.name: column.label for column in [TITLE, *self.own_columns]}

    def to_row_dict(self, item):
        """Give moments by the portal's clock: a cell has no time zone."""
        values = {column.name: column.value(item) for column in [TITLE, *self.own_columns]}
        return {
            name: timezone.make_naive(value) if isinstance(value, datetime) else value
            for name, value in values.items()
        }

    def get_filename(self):
        return f"usulan-{clock.today().isoformat()}"

    @property
    def header_buttons(self):
        return [HeaderButton(_("Columns"), url=reverse("submission_list:columns"), icon_name="sliders")]

    @property
    def no_results_message(self):
        return _("No submission that was handed in fits this.")


class SubmissionListMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


class SubmissionListViewSet(ViewSet):
    name = "usulan"
    url_namespace = "submission_list"
    icon = "list-ul"
    menu_label = gettext_lazy("Submissions")
    menu_order = 125
    menu_item_class = SubmissionListMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", SubmissionListView.as_view(), name="index"),
            path("results/", SubmissionListView.as_view(results_only=True), name="index_results"),
            path("kolom/", ColumnsView.as_view(), name="columns"),
        ]


@hooks.register("register_admin_viewset")
def register_submission_list():
    return SubmissionListViewSet()
