"""The yearly question in the back office: its dates, whom it asks, and what came back."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, InspectView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import PortalViewSet
from innovation_portal.utils.formats import full_date
from submissions.models import FollowUpRound
from submissions.selectors.follow_ups import preview_of


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
