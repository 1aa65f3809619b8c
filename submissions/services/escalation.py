"""Telling heads and superiors which of their agencies still have to act: one mail per person, each turn once."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from innovation_portal.utils.emails import send_message
from submissions.enums import ReminderRecipients
from submissions.models import Edition, Reminder, ReminderTurn
from submissions.selectors.reminders import Turn
from submissions.selectors.superiors import people_reached


@transaction.atomic
def escalate(edition: Edition, reminder: Reminder, turns: Sequence[Turn]) -> int:
    """Store a mail for each head or superior, with the note that the turns were taken; return how many mails.

    `turns` are those of the reminder whose moment has come and whose agencies still have to act. Whoever comes second
    waits for the lock and finds the turns taken.
    """
    Reminder.objects.select_for_update().get(pk=reminder.pk)
    taken = set(reminder.turns.values_list("agency", "version", "deadline_on"))
    fresh = [turn for turn in turns if turn.key[1:] not in taken]
    people = people_reached(reminder.recipients, {turn.duty.agency.pk for turn in fresh})
    ReminderTurn.objects.bulk_create(
        ReminderTurn(**named(turn), people=len(people.get(turn.duty.agency.pk, ()))) for turn in fresh
    )
    names, letters = {}, defaultdict(list)
    for turn in fresh:
        for person in people.get(turn.duty.agency.pk, ()):
            names[person.pk] = person
            letters[person.pk].append(turn.duty)
    for person_id, duties in letters.items():
        send_message(
            "escalation",
            [names[person_id]],
            about=edition,
            edition=edition,
            duties=sorted(duties, key=lambda duty: (duty.deadline, duty.agency.name)),
            is_to_head=reminder.recipients == ReminderRecipients.HEAD,
            is_about_correction=reminder.is_about_correction,
            deadline=min(duty.deadline for duty in duties),
        )
    return len(letters)


def named(turn: Turn) -> dict[str, Any]:
    """Return what tells the turn from every other."""
    duty = turn.duty
    return {
        "reminder": turn.reminder,
        "agency": duty.agency,
        "version_id": duty.version_id,
        "deadline_on": duty.deadline_on,
    }
