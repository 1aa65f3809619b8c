"""Wagtail's actions on several people at once obey the same limits as the form of one person."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from innovation_portal.accounts.back_office import may_change_access
from innovation_portal.accounts.fresh_login import FreshLoginRequired

AFTER_WAGTAIL = 1  # of two actions with the same name the later one counts


class AssignRole(FreshLoginRequired, AssignRoleBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and may_change_access(self.request.user, obj)


class SetActiveState(FreshLoginRequired, SetActiveStateBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and may_change_access(self.request.user, obj)


class DeletePeople(FreshLoginRequired, DeleteBulkAction):
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            in_use = _("The work of these people is kept in the history. Close the accounts instead.")
            messages.error(self.request, in_use)
            return redirect(self.next_url)


for action in (AssignRole, DeletePeople, SetActiveState):
    hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)
