from collections import defaultdict

from django.db import transaction

from innovation_portal.utils.emails import send_message
from submissions.enums import EditionState
from submissions.models import Edition, ReminderTurn
from submissions.selectors.reminders import DutyTurns, Turn, turns_of
from submissions.selectors.superiors import people_reached
from submissions.services.escalation import escalate, named


def send_due_reminders() -> int:
    """Send what is due in every open edition and return how many mails were stored. Runs by the clock, for nobody.

    Twice or by two processes at once it sends nothing twice. What was missed is sent late while the deadline has not
    passed, and of several that were missed only the latest; the others are written down as done.
    """
    count = 0
    for edition in Edition.objects.filter(state=EditionState.OPEN).prefetch_related("stages", "reminders"):
        left_out, escalations = [], defaultdict(list)
        for turns in turns_of(edition):
            chosen = turns.to_send
            if chosen and chosen.reminder.is_escalation:
                escalations[chosen.reminder].append(chosen)
            elif chosen:
                count += _send(edition, chosen)
            left_out += _left_out(turns, chosen)
        count += sum(escalate(edition, reminder, turns) for reminder, turns in escalations.items())
        ReminderTurn.objects.bulk_create(left_out, ignore_conflicts=True)
    return count


@transaction.atomic
def _send(edition: Edition, turn: Turn) -> int:
    """Store the mails of one turn with the note that it was taken; whoever comes second stores nothing."""
    duty = turn.duty
    note, is_first = ReminderTurn.objects.get_or_create(**named(turn))
    if not is_first:
        return 0
    kind = "reminder_correction" if turn.reminder.is_about_correction else "reminder_registration"
    ids = send_message(
        kind,
        people_reached(turn.reminder.recipients, [duty.agency.pk]).get(duty.agency.pk, ()),
        about=duty.submission or edition,
        edition=edition,
        agency=duty.agency,
        submission=duty.submission,
        has_draft=duty.has_draft,
        has_nothing=duty.has_nothing,
        deadline=duty.deadline,
    )
    note.people = len(ids)
    note.save(update_fields=["people"])
    return len(ids)


def _left_out(turns: DutyTurns, chosen: Turn | None) -> list[ReminderTurn]:
    return [ReminderTurn(**named(turn)) for turn in turns.due if turn is not chosen]
