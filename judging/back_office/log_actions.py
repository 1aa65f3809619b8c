"""The administrative acts of judging, as the site history names them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

ACTIONS = {
    "judging.seat": (_("Seat a judge"), _("Gave a judge a seat in the panel")),
    "judging.unseat": (_("Take a judge out"), _("Took a judge out of the panel")),
    "judging.replace": (_("Let a judge drop out"), _("Let a judge drop out and gave the open entries to others")),
    "judging.open": (_("Open the round"), _("Opened the round and froze its rubric")),
    "judging.replace_rubric": (_("Replace the rubric"), _("Replaced the rubric and gave the started sheets back")),
    "judging.entry_added": (_("Add an entry"), _("Added an entry by hand")),
    "judging.entry_removed": (_("Take an entry out"), _("Took an entry out by hand")),
    "judging.black_out": (_("Black out words"), _("Blacked out words for blind rounds")),
    "judging.show_again": (_("Show words again"), _("Let judges read words again")),
    "judging.assign": (_("Assign judges"), _("Assigned judges to entries")),
    "judging.conflict": (_("Record a conflict"), _("Recorded a conflict of interest")),
    "judging.lift_conflict": (_("Lift a conflict"), _("Lifted a conflict of interest that was found by mistake")),
    "judging.collaboration": (_("Note a collaboration"), _("Noted an earlier collaboration of a judge")),
    "judging.sitting_day": (_("Save a day of presentations"), _("Saved a day of presentations")),
    "judging.sitting_day_removed": (_("Remove a day of presentations"), _("Removed a day of presentations")),
    "judging.timetable": (_("Make the timetable"), _("Gave entries a slot in the timetable")),
    "judging.timetable_cleared": (_("Clear the timetable"), _("Took back slots that were not announced")),
    "judging.timetable_announced": (_("Announce the timetable"), _("Wrote to agencies about their slots")),
    "judging.slot_moved": (_("Move a slot"), _("Moved a slot of the timetable")),
    "judging.slot_removed": (_("Remove a slot"), _("Took a slot out of the timetable")),
    "judging.cancel_printing": (_("Stop the printing"), _("Stopped the printing of certificates")),
    "judging.resume_printing": (_("Go on printing"), _("Went on with the printing of certificates")),
    "judging.close_record": (_("Close a record"), _("Closed the record of an entry")),
    "judging.reopen_record": (_("Reopen a record"), _("Reopened the record of an entry")),
    "judging.calculate": (_("Calculate"), _("Calculated the ranking")),
    "judging.confirm": (_("Confirm"), _("Confirmed the ranking")),
    "judging.seal": (_("Seal"), _("Sealed the result")),
    "judging.reopen_sheet": (_("Reopen a sheet"), _("Gave a sheet back to its judge")),
    "judging.reopen": (_("Reopen"), _("Reopened the sealed result")),
    "judging.announce": (_("Announce awards"), _("Announced the awards")),
    "judging.finalise": (_("Make awards final"), _("Made the awards final")),
    "judging.erase_objector": (_("Erase the objector"), _("Erased name, contact and evidence of the objector")),
    "judging.answer_objection": (_("Answer objection"), _("Answered the objection")),
}


@hooks.register("register_log_actions")
def register_judging_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)

    @actions.register_action("judging.revoke_award")
    class RevokeAwardFormatter(LogFormatter):
        label = _("Revoke award")

        def format_message(self, log_entry):
            return gettext("Award revoked: %(reason)s") % {"reason": log_entry.data["reason"]}
