"""What the history of the back office says of what comes after the competition."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from submissions.back_office.log_actions import formatter_of

TOLD = {
    "answer_feedback": (_("Answer the public"), _("The agency answered")),
    "publish_feedback": (_("Publish feedback"), _("Published")),
    "reject_feedback": (_("Reject feedback"), _("Rejected: %(reason)s")),
    "undo_moderation": (_("Undo the decision"), _("The decision was undone")),
    "withdraw_feedback": (_("Delete feedback"), _("Its writer deleted it")),
    "erase_feedback": (_("Erase feedback"), _("Text, name and address were erased")),
    "answer_follow_up": (_("Answer the yearly question"), _("The agency answered the yearly question")),
    "announce_replication": (_("Announce a replication"), _("The replication was announced")),
    "confirm_replication": (_("Confirm a replication"), _("The agency of origin confirmed")),
    "confirm_for_origin": (
        _("Confirm a replication for its origin"),
        _("The secretariat confirmed for the agency of origin: %(reason)s"),
    ),
    "decline_replication": (_("Decline a replication"), _("The agency of origin declined: %(reason)s")),
    "end_replication": (_("Take back a replication"), _("Taken back: %(reason)s")),
    "report_replication": (_("Report on a replication"), _("Report on the year %(year)s")),
    "erase_writer": (_("Erase the writer"), _("Name and address were erased by rule")),
}


@hooks.register("register_log_actions")
def register_voice_actions(actions):
    for act, (name, text) in TOLD.items():
        actions.register_action(f"submissions.{act}")(formatter_of(name, text))
