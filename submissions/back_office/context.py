"""Context in the back office: malls, words of the Ombudsman, figures of channels; kept by the secretariat."""

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSetGroup

from innovation_portal.utils.back_office import RowsPanel
from submissions.back_office.table_import import ImportableIndexView, ImportableViewSet
from submissions.context_imports import FIGURES, FINDINGS, MALLS
from submissions.models import ChannelFigure, OmbudsmanFinding, ServiceMall
from submissions.services.context_import import import_figures, import_findings, import_malls

TO_CONFIRM = BooleanColumn("needs_confirmation", label=gettext_lazy("To be confirmed"), sort_key="needs_confirmation")
SOURCE = MultiFieldPanel(
    [FieldPanel("source"), FieldPanel("source_url"), FieldPanel("note"), FieldPanel("needs_confirmation")],
    heading=gettext_lazy("Source"),
)
ABOUT = MultiFieldPanel(
    [FieldPanel("region"), FieldPanel("agency"), FieldPanel("year")],
    heading=gettext_lazy("About a region or an agency"),
)
SUBJECT_EXPORT = ["region.code", "region.name", "agency.code", "agency.name", "year"]
SOURCE_EXPORT = ["source", "source_url", "note", "needs_confirmation"]


class MallIndexView(ImportableIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region")


class FactIndexView(ImportableIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region", "agency")


class ServiceMallViewSet(ImportableViewSet):
    model = ServiceMall
    name = "mpp"
    url_namespace = "service_malls"
    url_prefix = "konteks/mpp"
    icon = "home"
    index_view_class = MallIndexView
    table = MALLS
    service = staticmethod(import_malls)
    list_display = [
        "name",
        Column("region", label=gettext_lazy("Region"), sort_key="region__name"),
        Column("since", label=gettext_lazy("Open since")),
        Column("service_count", label=gettext_lazy("Services")),
        TO_CONFIRM,
    ]
    list_filter = ["region", "needs_confirmation"]
    list_export = ["region.code", "region.name", "name", "opened_year", "opened_on", "service_count", "service_year"]
    list_export += SOURCE_EXPORT
    search_fields = ["name", "region__name"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("region"),
                    FieldPanel("name"),
                    MultiFieldPanel(
                        [FieldPanel("opened_year"), FieldPanel("opened_on")], heading=gettext_lazy("Open since")
                    ),
                    MultiFieldPanel(
                        [FieldPanel("service_count"), FieldPanel("service_year")], heading=gettext_lazy("Services")
                    ),
                    SOURCE,
                ],
                heading=gettext_lazy("Mall"),
            ),
            ObjectList(
                [RowsPanel("agency_rows", label=gettext_lazy("Agency"))], heading=gettext_lazy("Agencies in it")
            ),
            ObjectList(
                [RowsPanel("innovation_rows", label=gettext_lazy("Innovation"))],
                heading=gettext_lazy("Innovations delivered there"),
            ),
        ]
    )


class OmbudsmanFindingViewSet(ImportableViewSet):
    model = OmbudsmanFinding
    name = "ombudsman"
    url_namespace = "ombudsman_findings"
    url_prefix = "konteks/ombudsman"
    icon = "clipboard-list"
    index_view_class = FactIndexView
    table = FINDINGS
    service = staticmethod(import_findings)
    list_display = [
        Column("subject", label=gettext_lazy("About")),
        Column("year", label=gettext_lazy("Year"), sort_key="year"),
        "kind",
        Column("value", label=gettext_lazy("Value"), sort_key="value"),
        Column("zone", label=gettext_lazy("Zone"), accessor="get_zone_display"),
        Column("opinion", label=gettext_lazy("Opinion")),
        TO_CONFIRM,
    ]
    list_filter = ["kind", "year", "needs_confirmation"]
    list_export = [*SUBJECT_EXPORT, "kind", "value", "zone", "opinion", *SOURCE_EXPORT]
    search_fields = ["region__name", "agency__name"]
    edit_handler = ObjectList(
        [ABOUT, FieldPanel("kind"), FieldPanel("value"), FieldPanel("zone"), FieldPanel("opinion"), SOURCE]
    )


class ChannelFigureViewSet(ImportableViewSet):
    model = ChannelFigure
    name = "angka-kanal"
    url_namespace = "channel_figures"
    url_prefix = "konteks/kanal"
    icon = "comment"
    index_view_class = FactIndexView
    table = FIGURES
    service = staticmethod(import_figures)
    list_display = [
        Column("subject", label=gettext_lazy("About")),
        Column("shown_name", label=gettext_lazy("Channel")),
        Column("year", label=gettext_lazy("Year"), sort_key="year"),
        Column("received", label=gettext_lazy("Received"), sort_key="received"),
        Column("answered_share", label=gettext_lazy("Answered, in per cent"), sort_key="answered_share"),
        Column("settled_share", label=gettext_lazy("Settled, in per cent"), sort_key="settled_share"),
        TO_CONFIRM,
    ]
    list_filter = ["kind", "year", "needs_confirmation"]
    list_export = [*SUBJECT_EXPORT, "kind", "name", "received", "answered_share", "settled_share", *SOURCE_EXPORT]
    search_fields = ["region__name", "agency__name", "name"]
    edit_handler = ObjectList(
        [
            ABOUT,
            FieldPanel("kind"),
            FieldPanel("name"),
            FieldPanel("received"),
            FieldPanel("answered_share"),
            FieldPanel("settled_share"),
            SOURCE,
        ]
    )


class ContextGroup(ViewSetGroup):
    """What is known from outside; judges never read it."""

    menu_label = gettext_lazy("Service context")
    menu_name = "context"
    menu_icon = "info-circle"
    menu_order = 135
    items = (ServiceMallViewSet(), OmbudsmanFindingViewSet(), ChannelFigureViewSet())


@hooks.register("register_admin_viewset")
def register_context():
    return ContextGroup()
