"""Wagtail's actions on several people at once obey the same limits as the form of one person."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from innovation_portal.accounts import role_back_office  # noqa: F401
from innovation_portal.accounts.back_office import say_what_waits
from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.accounts.role_changes import change_role
from innovation_portal.accounts.role_models import RoleChangeState
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.rules import may_change_access, may_hand_over_access

AFTER_WAGTAIL = 1  # of two actions with the same name the later one counts


class RoleForm(forms.Form):
    role = forms.ModelChoiceField(label=gettext_lazy("Role"), queryset=Group.objects.filter(name__in=Role.values))


class AssignRole(FreshLoginRequired, AssignRoleBulkAction):
    form_class = RoleForm

    def check_perm(self, obj):
        return super().check_perm(obj) and may_change_access(self.request.user, obj)

    def get_execution_context(self):
        return super().get_execution_context() | {"request": self.request}

    @classmethod
    def execute_action(cls, objects, role, request, **kwargs):
        changes = [change_role(person.pk, Role(role.name), actor=request.user, grants=True) for person in objects]
        made = [change for change in changes if change is not None]
        say_what_waits(request, made)
        return sum(change.state == RoleChangeState.DONE for change in made), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return super().get_success_message(num_parent_objects, num_child_objects) if num_parent_objects else None


class SetActiveState(FreshLoginRequired, SetActiveStateBulkAction):
    def check_perm(self, obj):
        actor = self.request.user
        may_open = obj.is_active or may_hand_over_access(actor, obj)
        return super().check_perm(obj) and may_change_access(actor, obj) and may_open


class DeletePeople(FreshLoginRequired, DeleteBulkAction):
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            in_use = _("The work of these people is kept in the history. Close the accounts instead.")
            messages.error(self.request, in_use)
            return HttpResponseRedirect(self.next_url)


for action in (AssignRole, DeletePeople, SetActiveState):
    hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)


@hooks.register("register_log_actions")
def register_account_actions(actions):
    told = gettext_lazy("Change e-mail address"), gettext_lazy("E-mail address changed")
    actions.register_action("accounts.move_account", *told)
    lifted = gettext_lazy("Take off the second factor"), gettext_lazy("The lost second factor was taken off")
    actions.register_action("accounts.lift_second_factor", *lifted)
