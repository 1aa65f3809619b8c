from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_facts_action(actions):
    actions.register_action("home.facts", _("Update facts"), _("Facts were taken over from the registry"))
