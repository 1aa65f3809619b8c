"""The administrative acts of judging, as the site history names them."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "judging.seat": (_("Seat a judge"), _("Gave a judge a seat in the panel")),
    "judging.unseat": (_("Take a judge out"), _("Took a judge out of the panel")),
    "judging.replace": (_("Let a judge drop out"), _("Let a judge drop out and gave the open entries to others")),
    "judging.open": (_("Open the round"), _("Opened the round and froze its rubric")),
    "judging.assign": (_("Assign judges"), _("Assigned judges to entries")),
    "judging.conflict": (_("Record a conflict"), _("Recorded a conflict of interest")),
    "judging.calculate": (_("Calculate"), _("Calculated the ranking")),
    "judging.confirm": (_("Confirm"), _("Confirmed the ranking")),
    "judging.seal": (_("Seal"), _("Sealed the result")),
    "judging.announce": (_("Announce awards"), _("Announced the awards")),
    "judging.finalise": (_("Make awards final"), _("Made the awards final")),
}


@hooks.register("register_log_actions")
def register_judging_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
