"""Tables of indicators of the Indeks Inovasi Daerah: corrected until a sheet uses them, copied to the next year."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.widgets.button import Button
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, RowsPanel
from innovation_portal.utils.formats import full_date
from submissions.models import IndicatorTable
from submissions.services.iid_tables import copy_indicator_table


class IndicatorTablePolicy(ModelPermissionPolicy):
    """A table that a sheet was filled by stays as it is."""

    def user_has_permission_for_instance(self, user, action, instance):
        is_allowed = super().user_has_permission_for_instance(user, action, instance)
        return is_allowed and (action not in {"change", "delete"} or not instance.assessments.exists())


class IndicatorTableIndexView(PortalIndexView):
    def get_list_more_buttons(self, instance):
        url = reverse("indicator_tables:copy", args=[instance.pk])
        copy = Button(_("Copy to the next year"), url=url, icon_name="copy", priority=30)
        return [*super().get_list_more_buttons(instance), copy]


class IndicatorTableEditView(EditView):
    """Asks the policy about the table itself too, not only about its kind."""

    def get_object(self, *args, **kwargs):
        table = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("change", table):
            raise PermissionDenied
        return table


class CopyTableView(ActionView):
    model = IndicatorTable
    permission = "submissions.run_edition"
    page_title = gettext_lazy("Copy to the next year")
    submit_label = gettext_lazy("Copy the table")
    consequences = (
        gettext_lazy("The table of the next year begins with the same indicators; its span is moved by a year."),
        gettext_lazy("Compare it with the letter of that year. It can be corrected until the first sheet is begun."),
        gettext_lazy("Agencies fill the latest table, so copy it when the letter has come."),
    )
    back_url_name = "indicator_tables:index"

    def perform(self):
        table = copy_indicator_table(self.object.pk, actor=self.request.user)
        return _("%(table)s was made. Compare it with the letter.") % {"table": table}


class IndicatorTableViewSet(PortalViewSet):
    model = IndicatorTable
    name = "indikator-iid"
    url_namespace = "indicator_tables"
    icon = "list-ol"
    menu_label = gettext_lazy("IID indicators")
    menu_order = 330
    add_to_admin_menu = True
    permission_policy = IndicatorTablePolicy(IndicatorTable)
    index_view_class = IndicatorTableIndexView
    edit_view_class = IndicatorTableEditView
    ordering = "-year"
    list_display = [
        "__str__",
        Column("applied_from", label=gettext_lazy("In use from"), accessor=lambda one: full_date(one.applied_from)),
        Column("applied_until", label=gettext_lazy("In use until"), accessor=lambda one: full_date(one.applied_until)),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("year"),
                    FieldPanel("source"),
                    FieldPanel("note"),
                    FieldRowPanel([FieldPanel("applied_from"), FieldPanel("applied_until")]),
                ],
                heading=gettext_lazy("Table"),
            ),
            ObjectList(
                [
                    RowsPanel(
                        "indicators",
                        [
                            FieldRowPanel([FieldPanel("number"), FieldPanel("weight"), FieldPanel("is_mandatory")]),
                            FieldPanel("name"),
                            FieldPanel("group"),
                            FieldPanel("unit"),
                            FieldPanel("help"),
                            RowsPanel(
                                "levels",
                                [
                                    FieldPanel("parameter"),
                                    FieldPanel("wording"),
                                    FieldRowPanel([FieldPanel("lowest"), FieldPanel("highest")]),
                                ],
                                label=gettext_lazy("Level"),
                            ),
                        ],
                        label=gettext_lazy("Indicator"),
                    )
                ],
                heading=gettext_lazy("Indicators"),
            ),
        ]
    )

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("<int:pk>/salin/", CopyTableView.as_view(), name="copy")]


@hooks.register("register_admin_viewset")
def register_indicator_tables():
    return IndicatorTableViewSet()
