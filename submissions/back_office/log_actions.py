"""The secretariat's back office."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from submissions.enums import MembershipRole


@hooks.register("register_log_actions")
def register_edition_actions(actions):
    actions.register_action("submissions.open_edition", _("Open edition"), _("Edition opened"))
    actions.register_action("submissions.finish_edition", _("Finish edition"), _("Edition finished"))
    actions.register_action("submissions.lift_exemption", _("Lift exemption"), _("Exemption lifted"))

    @actions.register_action("submissions.invite_member")
    class InviteMemberFormatter(LogFormatter):
        label = _("Invite member")

        def format_message(self, log_entry):
            role = MembershipRole(log_entry.data["role"]).label
            return _("%(person)s was invited as %(role)s") % {"person": log_entry.data["person"], "role": role}

    @actions.register_action("submissions.remove_member")
    class RemoveMemberFormatter(LogFormatter):
        label = _("Remove member")

        def format_message(self, log_entry):
            return _("%(person)s was removed") % log_entry.data

    @actions.register_action("submissions.hand_over")
    class HandOverFormatter(LogFormatter):
        label = _("Hand over")

        def format_message(self, log_entry):
            return _("%(person)s handed over to %(successor)s") % log_entry.data

    @actions.register_action("submissions.take_over")
    class TakeOverFormatter(LogFormatter):
        label = _("Take over")

        def format_message(self, log_entry):
            return _("Taken over from %(from)s: %(note)s") % log_entry.data

    @actions.register_action("submissions.change_template")
    class ChangeTemplateFormatter(LogFormatter):
        label = _("Change template")

        def format_message(self, log_entry):
            return _("Version %(number)s of the template was made") % log_entry.data

    @actions.register_action("submissions.clone_edition")
    class CloneEditionFormatter(LogFormatter):
        label = _("Clone edition")

        def format_message(self, log_entry):
            return _("Made from edition %(year)s") % {"year": log_entry.data.get("source")}

    @actions.register_action("submissions.write_to_agencies")
    class WriteToAgenciesFormatter(LogFormatter):
        label = _("Write to agencies")

        def format_message(self, log_entry):
            return _("Sent to %(people)s people of %(agencies)s agencies") % {
                "people": log_entry.data.get("people"),
                "agencies": log_entry.data.get("agencies"),
            }

    @actions.register_action("submissions.exempt_agency")
    class ExemptAgencyFormatter(LogFormatter):
        label = _("Exempt agency")

        def format_message(self, log_entry):
            return _("Exempted: %(reason)s") % {"reason": log_entry.data.get("reason")}

    @actions.register_action("submissions.grant_extension")
    class GrantExtensionFormatter(LogFormatter):
        label = _("Grant extension")

        def format_message(self, log_entry):
            return _("More time was given: %(reason)s") % {"reason": log_entry.data.get("reason")}
