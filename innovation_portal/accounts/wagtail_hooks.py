"""Wagtail's actions on several people at once obey the same limits as the form of one person."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from innovation_portal.accounts.back_office import may_change_access

AFTER_WAGTAIL = 1  # of two actions with the same name the later one counts


class AssignRole(AssignRoleBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and may_change_access(self.request.user, obj)


class SetActiveState(SetActiveStateBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and may_change_access(self.request.user, obj)


for action in (AssignRole, SetActiveState):
    hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)


@hooks.register("register_log_actions")
def register_account_actions(actions):
    actions.register_action("accounts.move_account", _("Change e-mail address"), _("E-mail address changed"))
