"""What the history of the back office says of each act."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from submissions.enums import MembershipRole

# By the name of the act: what it is called, and what the history says with the data of its entry.
TOLD = {
    "open_edition": (_("Open edition"), _("Edition opened")),
    "finish_edition": (_("Finish edition"), _("Edition finished")),
    "clone_edition": (_("Clone edition"), _("Made from edition %(source)s")),
    "change_template": (_("Change template"), _("Version %(number)s of the template was made")),
    "exempt_agency": (_("Exempt agency"), _("Exempted: %(reason)s")),
    "lift_exemption": (_("Lift exemption"), _("Exemption lifted")),
    "rename_agency": (_("Rename agency"), _("Renamed from %(from)s (%(document)s)")),
    "merge_agency": (_("Merge agency"), _("Merged into %(into)s (%(document)s)")),
    "close_agency": (_("Close agency"), _("Closed (%(document)s)")),
    "grant_extension": (_("Grant extension"), _("More time was given: %(reason)s")),
    "invite_member": (_("Invite member"), _("%(person)s was invited as %(role)s")),
    "remove_member": (_("Remove member"), _("%(person)s was removed")),
    "hand_over": (_("Hand over"), _("%(person)s handed over to %(successor)s")),
    "add_channel": (_("Add channel"), _("%(channel)s was added")),
    "remove_channel": (_("Remove channel"), _("%(channel)s was removed")),
    "remove_iid_file": (_("Remove IID file"), _("Removed %(file)s from indicator %(indicator)s")),
    "start_iid_sheet": (_("Begin IID sheet"), _("The IID sheet %(year)s was begun")),
    "copy_indicator_table": (_("Copy indicators"), _("Copied from %(source)s")),
    "take_over": (_("Take over"), _("Taken over from %(from)s: %(note)s")),
    "take_back_proposal": (_("Take back the proposal"), _("Took back the proposal “%(outcome)s”. %(note)s")),
    "withdraw_consent": (_("Withdraw consent"), _("The consent “%(code)s” was withdrawn")),
    "give_consent_again": (_("Give consent again"), _("The consent “%(code)s” was given again")),
    "empty_draft": (_("Empty draft"), _("A draft that was never handed in was emptied by rule")),
    "write_to_agencies": (_("Write to agencies"), _("Sent to %(people)s people of %(agencies)s agencies")),
}


def _in_words(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an entry as people read it: a part in an agency is kept by its code."""
    return {**data, "role": MembershipRole(data["role"]).label} if "role" in data else data


def formatter_of(name: str, text: Promise) -> type[LogFormatter]:
    def format_message(self, log_entry):
        return str(text) % _in_words(log_entry.data)

    return type("ActFormatter", (LogFormatter,), {"label": name, "format_message": format_message})


@hooks.register("register_log_actions")
def register_registry_actions(actions):
    for act, (name, text) in TOLD.items():
        actions.register_action(f"submissions.{act}")(formatter_of(name, text))
