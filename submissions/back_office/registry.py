"""Regions, agencies with their members, and innovations with their recognitions."""

from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.button import HeaderButton

from innovation_portal.utils.back_office import PortalDeleteView, PortalViewSet, RowsPanel
from innovation_portal.utils.ids import ids_in
from submissions.back_office.agency_changes import CloseView, MergeView, RenameView
from submissions.back_office.members import HandOverView, InviteView, RemoveMemberView
from submissions.back_office.superiors import SuperiorViewSet
from submissions.back_office.table_import import ImportableIndexView, ImportableViewSet
from submissions.imports import AGENCIES, INNOVATIONS
from submissions.models import Agency, Innovation, Region
from submissions.selectors.agencies import changes_of
from submissions.selectors.national import national_history_of
from submissions.selectors.similar import known_innovations
from submissions.services.registry_import import import_agencies, import_innovations


class RegionViewSet(PortalViewSet):
    model = Region
    name = "wilayah"
    url_namespace = "regions"
    icon = "site"
    list_display = ["name", "kind", "code", BooleanColumn("needs_confirmation", label=gettext_lazy("To be confirmed"))]
    list_filter = ["kind", "needs_confirmation"]
    list_export = ["code", "name", "kind", "needs_confirmation"]
    search_fields = ["name", "code"]
    ordering = "code"
    form_fields = ["name", "kind", "code", "needs_confirmation"]


class AgencyEditView(EditView):
    template_name = "submissions/admin/agency_edit.html"

    @property
    def header_buttons(self):
        acts = [("invite", _("Invite member"), "mail")]
        if self.object.is_active and self.request.user.has_perm("submissions.run_edition"):
            acts += [
                ("rename", _("Rename agency"), "edit"),
                ("merge", _("Merge agency"), "group"),
                ("close", _("Close agency"), "cross"),
            ]
        return [
            HeaderButton(label, url=reverse(f"agencies:{name}", args=[self.object.pk]), icon_name=icon)
            for name, label, icon in acts
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            members=self.object.memberships.select_related("user"),
            changes=changes_of(self.object),
            **kwargs,
        )


class AgencyIndexView(ImportableIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region")


class AgencyViewSet(ImportableViewSet):
    model = Agency
    name = "opd"
    url_namespace = "agencies"
    icon = "group"
    edit_view_class = AgencyEditView
    table = AGENCIES
    service = staticmethod(import_agencies)
    list_display = [
        "name",
        "kind",
        Column("region", label=gettext_lazy("Region"), sort_key="region__name"),
        BooleanColumn("is_obliged", label=gettext_lazy("Obliged"), sort_key="is_obliged"),
        BooleanColumn("needs_confirmation", label=gettext_lazy("To be confirmed"), sort_key="needs_confirmation"),
    ]
    index_view_class = AgencyIndexView
    list_filter = ["kind", "region", "is_obliged", "is_active", "needs_confirmation"]
    list_export = ["code", "name", "kind", "region.code", "region.name", "is_obliged", "is_active", "source_note"]
    search_fields = ["name", "code"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("region"),
                    FieldPanel("code"),
                    FieldPanel("name"),
                    FieldPanel("kind"),
                    FieldPanel("is_obliged"),
                    FieldPanel("is_active"),
                    FieldPanel("founded_on"),
                    FieldPanel("needs_confirmation"),
                    FieldPanel("source_note"),
                ],
                heading=gettext_lazy("Agency"),
            ),
            ObjectList(
                [RowsPanel("channels", label=gettext_lazy("Channel"))],
                heading=gettext_lazy("Channels"),
            ),
        ]
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/undang/", InviteView.as_view(), name="invite"),
            path("<int:pk>/ganti-nama/", RenameView.as_view(), name="rename"),
            path("<int:pk>/gabungkan/", MergeView.as_view(), name="merge"),
            path("<int:pk>/tutup/", CloseView.as_view(), name="close"),
            path("keluarkan/<int:pk>/", RemoveMemberView.as_view(), name="remove_member"),
            path("serah-terima/<int:pk>/", HandOverView.as_view(), name="hand_over"),
        ]


class NameFilterForm(BaseFilterForm):
    """Searches a chooser by words of the name or title."""

    q = forms.CharField(label=gettext_lazy("Search term"), required=False)

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        words = self.cleaned_data["q"].strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        field = "title" if objects.model is Innovation else "name"
        return objects.filter(**{f"{field}__icontains": words})


class NameChooseView(ChooseView):
    filter_form_class = NameFilterForm


class NameChooseResultsView(ChooseResultsView):
    filter_form_class = NameFilterForm


class RegistryChosenView(ChosenView):
    def get_object(self, pk):
        return self.get_objects().get(pk__in=ids_in([pk]))

    def get_objects(self):
        return self.model_class.objects.all()


class RegistryChosenMultipleView(ChosenMultipleView):
    def get_objects(self, pks):
        return super().get_objects(ids_in(pks))


class RegistryChooserViewSet(ChooserViewSet):
    """Chooses what is there. Nothing is made on the way: without a form for it, Wagtail's address of that fails."""

    choose_view_class = NameChooseView
    choose_results_view_class = NameChooseResultsView
    chosen_view_class = RegistryChosenView
    chosen_multiple_view_class = RegistryChosenMultipleView

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class AgencyChooserViewSet(RegistryChooserViewSet):
    model = Agency
    icon = "group"
    choose_one_text = gettext_lazy("Choose an agency")


class InnovationChosenView(RegistryChosenView):
    def get_objects(self):
        return known_innovations()


class InnovationChosenMultipleView(RegistryChosenMultipleView):
    def get_objects(self, pks):
        return super().get_objects(pks).filter(pk__in=known_innovations().values("pk"))


class InnovationChooserViewSet(RegistryChooserViewSet):
    model = Innovation
    icon = "pick"
    choose_one_text = gettext_lazy("Choose an innovation")
    chosen_view_class = InnovationChosenView
    chosen_multiple_view_class = InnovationChosenMultipleView

    def get_object_list(self):
        return known_innovations()


agency_chooser = AgencyChooserViewSet("agency_chooser")
innovation_chooser = InnovationChooserViewSet("innovation_chooser")


class InnovationIndexView(ImportableIndexView):
    def get_base_queryset(self):
        return known_innovations().select_related("agency")


class InnovationEditView(EditView):
    template_name = "submissions/admin/innovation_edit.html"

    def get_queryset(self):
        return known_innovations()

    def get_context_data(self, **kwargs):
        proposals, recognitions = national_history_of(self.object.pk)
        return super().get_context_data(
            proposals=proposals.defer("version__payload"), recognitions=recognitions, **kwargs
        )


class InnovationDeleteView(PortalDeleteView):
    def get_queryset(self):
        return known_innovations()


class InnovationHistoryView(HistoryView):
    def get_base_object_queryset(self):
        return known_innovations()


class InnovationUsageView(UsageView):
    def get_base_object_queryset(self):
        return known_innovations()


class InnovationViewSet(ImportableViewSet):
    model = Innovation
    name = "inovasi"
    url_namespace = "innovations"
    icon = "pick"
    index_view_class = InnovationIndexView
    edit_view_class = InnovationEditView
    delete_view_class = InnovationDeleteView
    history_view_class = InnovationHistoryView
    usage_view_class = InnovationUsageView
    table = INNOVATIONS
    service = staticmethod(import_innovations)
    list_display = [
        "title",
        Column("agency", label=gettext_lazy("Agency"), sort_key="agency__name"),
        "field",
        "data_mark",
    ]
    list_filter = ["field", "lineage", "life_state", "data_mark"]
    list_export = ["title", "agency.name", "field", "first_known_year", "lineage", "life_state", "data_mark"]
    search_fields = ["title", "agency__name"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("agency"),
                    FieldPanel("summary"),
                    FieldPanel("started_on"),
                    FieldPanel("first_known_year"),
                    FieldPanel("lineage"),
                    FieldPanel("source"),
                    FieldPanel("life_state"),
                ],
                heading=gettext_lazy("Innovation"),
            ),
            ObjectList(
                [
                    FieldPanel("field"),
                    FieldPanel("is_field_inferred"),
                    FieldPanel("form"),
                    FieldPanel("type"),
                    FieldPanel("phase"),
                    FieldPanel("affair"),
                    FieldPanel("data_mark"),
                ],
                heading=gettext_lazy("Classification"),
            ),
            ObjectList(
                [RowsPanel("recognitions", label=gettext_lazy("Recognition"))], heading=gettext_lazy("Recognitions")
            ),
        ]
    )


class RegistryGroup(ViewSetGroup):
    items = (AgencyViewSet, InnovationViewSet, RegionViewSet, SuperiorViewSet)
    menu_label = gettext_lazy("Registry")
    menu_icon = "folder-open-inverse"
    menu_order = 130


@hooks.register("register_admin_viewset")
def register_registry():
    return [agency_chooser, innovation_chooser, RegistryGroup()]
