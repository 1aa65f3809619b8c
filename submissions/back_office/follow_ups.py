"""The yearly question in the back office: its dates, whom it asks, and what came back."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, InspectView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import PortalViewSet
from innovation_portal.utils.formats import full_date
from submissions.models import FollowUpRound
from submissions.selectors.follow_ups import open_rounds, preview_of


class RoundPermissionPolicy(ModelPermissionPolicy):
    """A round that has asked stays."""

    def user_has_permission_for_instance(self, user, action, instance):
        is_allowed = super().user_has_permission_for_instance(user, action, instance)
        return is_allowed and (action != "delete" or not instance.follow_ups.exists())


class RoundEditView(EditView):
    @property
    def header_buttons(self):
        url = reverse("follow_ups:inspect", args=[self.object.pk])
        return [HeaderButton(gettext_lazy("Whom it asks"), url=url, icon_name="group")]


class RoundPreview(InspectView):
    """Before the first day whom it will ask, afterwards also what was answered."""

    template_name = "submissions/admin/follow_up_round.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(preview=preview_of(self.object), **kwargs)


class FollowUpRoundViewSet(PortalViewSet):
    model = FollowUpRound
    name = "tindak-lanjut"
    url_namespace = "follow_ups"
    url_prefix = "suara/tindak-lanjut"
    icon = "history"
    menu_label = gettext_lazy("Yearly question")
    menu_order = 200
    permission_policy = RoundPermissionPolicy(FollowUpRound)
    edit_view_class = RoundEditView
    inspect_view_enabled = True
    inspect_view_class = RoundPreview
    form_fields = ["year", "asks_on", "closes_on"]
    ordering = "-year"
    list_display = [
        "year",
        Column("asks_on", label=gettext_lazy("Asked on"), accessor=lambda one: full_date(one.asks_on)),
        Column("closes_on", label=gettext_lazy("Answered until"), accessor=lambda one: full_date(one.closes_on)),
    ]


@hooks.register("what_waits")
def unanswered_questions(user):
    if not user.has_perm("submissions.run_edition"):
        return
    waiting = Count("follow_ups", Q(follow_ups__outcome=""))
    for round_ in open_rounds().annotate(waiting=waiting).filter(waiting__gt=0):
        text = ngettext(
            "The yearly question about %(count)s innovation is unanswered, open until %(date)s",
            "The yearly question about %(count)s innovations is unanswered, open until %(date)s",
            round_.waiting,
        )
        told = {"count": round_.waiting, "date": full_date(round_.closes_on)}
        yield text % told, reverse("follow_ups:inspect", args=[round_.pk])
