from typing import Any

from django.db import transaction

from innovation_portal.utils.emails import send_message
from submissions.enums import EditionState, ReminderAudience
from submissions.models import Edition, ReminderTurn
from submissions.selectors.agencies import members_of
from submissions.selectors.reminders import DutyTurns, Turn, turns_of


def send_due_reminders() -> int:
    """Send what is due in every open edition and return how many mails were stored. Runs by the clock, for nobody.

    Twice or by two processes at once it sends nothing twice. What was missed is sent late while the deadline has not
    passed, and of several that were missed only the latest; the others are written down as done.
    """
    count = 0
    for edition in Edition.objects.filter(state=EditionState.OPEN).prefetch_related("stages", "reminders"):
        left_out = []
        for turns in turns_of(edition):
            chosen = turns.to_send
            if chosen:
                count += _send(edition, chosen)
            left_out += _left_out(turns, chosen)
        ReminderTurn.objects.bulk_create(left_out, ignore_conflicts=True)
    return count


@transaction.atomic
def _send(edition: Edition, turn: Turn) -> int:
    """Store the mails of one turn with the note that it was taken; whoever comes second stores nothing."""
    duty = turn.duty
    note, is_first = ReminderTurn.objects.get_or_create(**_named(turn))
    if not is_first:
        return 0
    kind = "reminder_correction" if turn.reminder.is_about_correction else "reminder_registration"
    ids = send_message(
        kind,
        members_of(duty.agency.pk),
        about=duty.submission or edition,
        edition=edition,
        agency=duty.agency,
        submission=duty.submission,
        has_draft=ReminderAudience.DRAFT in duty.audiences,
        has_nothing=ReminderAudience.NOTHING in duty.audiences,
        deadline=duty.deadline,
    )
    note.people = len(ids)
    note.save(update_fields=["people"])
    return len(ids)


def _left_out(turns: DutyTurns, chosen: Turn | None) -> list[ReminderTurn]:
    return [ReminderTurn(**_named(turn)) for turn in turns.due if turn is not chosen]


def _named(turn: Turn) -> dict[str, Any]:
    """Return what tells the turn from every other."""
    duty = turn.duty
    return {
        "reminder": turn.reminder,
        "agency": duty.agency,
        "version_id": duty.version_id,
        "deadline_on": duty.deadline_on,
    }
