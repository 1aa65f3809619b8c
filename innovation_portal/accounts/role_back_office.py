"""Roles in the back office: their history, and what waits for a second person."""

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.log_actions import LogFormatter

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.accounts.role_changes import (
    MANAGES_PEOPLE,
    confirm_role_change,
    refuse_role_change,
    waiting_for,
    withdraw_role_change,
)
from innovation_portal.accounts.role_models import RoleChange, RoleChangeState
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, ReadOnlyPolicy
from innovation_portal.utils.formats import short_moment

TOLD = {
    "close_unused": (gettext_lazy("Close an unused account"), gettext_lazy("Closed after a year without a sign-in")),
    "grant_role": (gettext_lazy("Grant role"), gettext_lazy("%(role)s was granted. %(reason)s")),
    "take_role": (gettext_lazy("Take role"), gettext_lazy("%(role)s was taken. %(reason)s")),
    "propose_role": (gettext_lazy("Propose a change of roles"), gettext_lazy("A change of %(role)s was proposed")),
    "refuse_role": (gettext_lazy("Refuse a change of roles"), gettext_lazy("Refused for %(role)s: %(remark)s")),
    "withdraw_role": (
        gettext_lazy("Withdraw a change of roles"),
        gettext_lazy("The proposal for %(role)s was withdrawn"),
    ),
}


def role_changes():
    return RoleChange.objects.select_related("person", "proposed_by", "decided_by")


class RoleChangeFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=RoleChangeState.choices)
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=Role.choices)

    class Meta:
        model = RoleChange
        fields = ["state", "role"]


class RoleChangeIndexView(PortalIndexView):
    filterset_class = RoleChangeFilterSet

    def get_base_queryset(self):
        return role_changes()


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[("confirm", gettext_lazy("Confirm the change")), ("refuse", gettext_lazy("Refuse it"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("Why, if you refuse"),
        max_length=RoleChange._meta.get_field("remark").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RoleChangeDesk(FreshLoginRequired, ActionView):
    """One change: what it is, how it was decided, and the form of whoever may decide it or take it back."""

    permission = MANAGES_PEOPLE
    model = RoleChange
    page_title = gettext_lazy("Change of a role")
    header_icon = "key"
    template_name = "accounts/admin/role_change.html"
    back_url_name = "role_changes:index"

    @cached_property
    def object(self) -> RoleChange:
        return get_object_or_404(role_changes(), pk=self.kwargs["pk"])

    @property
    def is_own(self) -> bool:
        return self.object.proposed_by_id == self.request.user.pk

    @property
    def may_decide(self) -> bool:
        return self.object in waiting_for(self.request.user)

    @property
    def may_act(self) -> bool:
        return self.may_decide or (self.is_own and self.object.state == RoleChangeState.WAITING)

    def needs_fresh_login(self):
        return self.may_act

    def get_form_class(self):
        return forms.Form if self.is_own else DecisionForm

    @property
    def submit_label(self):
        return _("Withdraw the proposal") if self.is_own else _("Save the decision")

    def perform(self, decision="withdraw", remark=""):
        pk, actor = self.object.pk, self.request.user
        if decision == "withdraw":
            withdraw_role_change(pk, actor=actor)
            return _("The proposal is withdrawn.")
        if decision == "refuse":
            refuse_role_change(pk, actor=actor, remark=remark)
            return _("The change is refused, and whoever proposed it has been told.")
        confirm_role_change(pk, actor=actor)
        return _("The change is made, and %(person)s has been told by mail.") % {"person": self.object.person}

    def get_context_data(self, **kwargs):
        return super().get_context_data(change=self.object, **kwargs)


class RoleChangeViewSet(PortalViewSet):
    model = RoleChange
    name = "perubahan-peran"
    url_namespace = "role_changes"
    icon = "key"
    menu_label = gettext_lazy("Changes of roles")
    menu_order = 610
    add_to_settings_menu = True
    permission_policy = ReadOnlyPolicy(RoleChange)
    index_view_class = RoleChangeIndexView
    form_fields = []
    search_fields = ["person__name", "person__email", "proposed_by__name", "reason"]
    list_export = ["person.name", "in_words", "reason", "proposed_by", "proposed_at", "state", "decided_by"]
    list_display = [
        TitleColumn("person", label=gettext_lazy("Person"), url_name="role_changes:decide", sort_key="person__name"),
        Column("in_words", label=gettext_lazy("Role change")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("proposed_by", label=gettext_lazy("By")),
        Column(
            "proposed_at",
            label=gettext_lazy("When"),
            sort_key="proposed_at",
            accessor=lambda change: short_moment(change.proposed_at),
        ),
        Column("decided_by", label=gettext_lazy("Decided by"), accessor=lambda change: change.decided_by or "–"),
    ]

    def get_urlpatterns(self):
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [*lists, path("<int:pk>/", RoleChangeDesk.as_view(), name="decide")]


@hooks.register("register_admin_viewset")
def register_role_changes():
    return RoleChangeViewSet()


@hooks.register("what_waits")
def role_changes_wait(user):
    count = len(waiting_for(user))
    if count:
        text = ngettext(
            "%(count)s change of a role waits for your confirmation",
            "%(count)s changes of roles wait for your confirmation",
            count,
        )
        yield text % {"count": count}, f"{reverse('role_changes:index')}?state={RoleChangeState.WAITING}"


def _formatter_of(name, text) -> type[LogFormatter]:
    def format_message(self, log_entry):
        return str(text) % log_entry.data

    return type("RoleFormatter", (LogFormatter,), {"label": name, "format_message": format_message})


@hooks.register("register_log_actions")
def register_role_actions(actions):
    for act, (name, text) in TOLD.items():
        actions.register_action(f"accounts.{act}")(_formatter_of(name, text))
