"""What the history of the back office says of the steps of a national proposal."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from submissions.back_office.log_actions import formatter_of
from submissions.national_workflow import STEPS

PROPOSED = (_("Make a candidate"), _("It was made a candidate for a national competition"))
WRITTEN = (_("Write into the national form"), _("“%(section)s” was written"))


@hooks.register("register_log_actions")
def register_national_actions(actions):
    told = {"propose": PROPOSED, "text": WRITTEN}
    told |= {step.name: (step.label, _("%(step)s. %(note)s")) for step in STEPS.values()}
    for act, (name, text) in told.items():
        actions.register_action(f"submissions.national_{act}")(formatter_of(name, text))
