"""What the history of the back office says of acts about personal data. It names no person."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

TOLD = {
    "look_up": (_("Look up a person"), _("Looked up what the portal knows of a person: %(kinds)s kinds of data")),
    "order_export": (_("Order a copy"), _("A copy of personal data was ordered")),
    "download_export": (_("Download a copy"), _("A copy of personal data was downloaded")),
    "ask": (_("Ask to be erased"), _("A person asked to be erased")),
    "take_back": (_("Take back the request"), _("The request to be erased was taken back")),
    "refuse": (_("Refuse erasing"), _("The request to be erased was refused")),
    "erase": (_("Erase a person"), _("A person was erased: %(rows)s rows of %(kinds)s kinds of data")),
    "announce_notice": (_("Announce privacy notice"), _("Version %(number)s of the privacy notice was announced")),
    "close_account": (_("Close unused account"), _("The account was closed, it was not used for long")),
}


def _formatter_of(name, text) -> type[LogFormatter]:
    def format_message(self, log_entry):
        return str(text) % log_entry.data

    return type("ActFormatter", (LogFormatter,), {"label": name, "format_message": format_message})


@hooks.register("register_log_actions")
def register_privacy_actions(actions):
    for act, (name, text) in TOLD.items():
        actions.register_action(f"privacy.{act}")(_formatter_of(name, text))
