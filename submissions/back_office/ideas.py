"""Ideas of agencies' people in the back office: how many by agency, and none of them; and what the history says."""

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import SafeExportMixin
from submissions.back_office.log_actions import formatter_of
from submissions.models import Agency
from submissions.selectors.ideas import agencies_with_ideas

TOLD = {
    "hand_in_idea": (gettext_lazy("Hand in an idea"), gettext_lazy("The idea was handed in")),
    "rewrite_idea": (gettext_lazy("Change an idea"), gettext_lazy("Its author changed it")),
    "take_back_idea": (gettext_lazy("Take back an idea"), gettext_lazy("Its author took it back")),
    "adopt_idea": (gettext_lazy("Make a draft of an idea"), gettext_lazy("It became a draft")),
    "set_idea_aside": (gettext_lazy("Set an idea aside"), gettext_lazy("Set aside: %(reason)s")),
}


class SecretariatOnly(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action == "view" and user.has_perm("submissions.run_edition")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class IdeaReport(SafeExportMixin, ReportView):
    """Counts alone: what somebody proposes at work is read in the own agency only."""

    permission_policy = SecretariatOnly(Agency)
    permission_required = "view"
    page_title = gettext_lazy("Ideas by agency")
    header_icon = "pick"
    index_url_name = "idea_report"
    index_results_url_name = "idea_report_results"
    is_searchable = True
    search_fields = ["name", "code"]
    list_export = ["code", "name", "region.name", "waiting_count", "adopted_count", "set_aside_count"]
    export_headings = {
        "code": gettext_lazy("Code"),
        "name": gettext_lazy("Agency"),
        "region.name": gettext_lazy("Region"),
        "waiting_count": gettext_lazy("Waiting for an answer"),
        "adopted_count": gettext_lazy("Became a draft"),
        "set_aside_count": gettext_lazy("Set aside"),
    }
    columns = [
        Column("name", label=gettext_lazy("Agency"), sort_key="name"),
        Column("region", label=gettext_lazy("Region")),
        Column("waiting_count", label=gettext_lazy("Waiting for an answer"), sort_key="waiting_count"),
        Column("adopted_count", label=gettext_lazy("Became a draft"), sort_key="adopted_count"),
        Column("set_aside_count", label=gettext_lazy("Set aside"), sort_key="set_aside_count"),
    ]

    def get_base_queryset(self):
        return agencies_with_ideas()

    def get_filename(self):
        return "gagasan"


class IdeaMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("submissions.run_edition")


@hooks.register("register_reports_menu_item")
def register_idea_menu_item():
    return IdeaMenuItem(
        _("Ideas by agency"), reverse("idea_report"), name="ideas", icon_name=IdeaReport.header_icon, order=300
    )


@hooks.register("register_admin_urls")
def register_idea_urls():
    return [
        path("reports/gagasan/", IdeaReport.as_view(), name="idea_report"),
        path("reports/gagasan/results/", IdeaReport.as_view(results_only=True), name="idea_report_results"),
    ]


@hooks.register("register_log_actions")
def register_idea_actions(actions):
    for act, (name, text) in TOLD.items():
        actions.register_action(f"submissions.{act}")(formatter_of(name, text))


@hooks.register("links_of_submission")
def idea_it_came_from(submission):
    """The idea that a submission grew out of, on the agency's page of it."""
    idea = getattr(submission, "idea", None)
    if idea is not None:
        url = reverse("submissions:idea-detail", args=[idea.agency_id, idea.pk])
        yield _("The idea of %(author)s that it grew out of") % {"author": idea.author.name}, url
