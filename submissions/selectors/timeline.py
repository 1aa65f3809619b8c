"""What happened to one agency in an edition: its duty, its submissions, reminders and more time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.utils.formats import moment
from submissions.enums import ObligationStep, ReminderRecipients
from submissions.models import Agency, Edition, Extension, ObligationEvent, ReminderTurn, SubmissionEvent
from submissions.selectors.day_news import DUTIES_TOLD, STEPS_TOLD
from submissions.workflow import TOLD

DUTIES_IN_FULL = {ObligationStep.ENTERED: gettext_lazy("was entered on the list of duties"), **DUTIES_TOLD}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what in words without a subject, about which innovation, and why if said."""

    at: datetime
    told: str | Promise
    innovation: str = ""
    reason: str = ""


def timeline_of(edition: Edition, agency: Agency, *, with_writing: bool) -> list[Happening]:
    """Return everything that happened to the agency in the edition, the latest first. Four queries.

    `with_writing`: for the agency itself, with the steps of its drafts and the words of the secretariat. Everybody
    else is told of what was handed in only, as on the first screen (`submissions.selectors.day_news`).
    """
    found = [
        *_duties(edition, agency),
        *_steps(edition, agency, with_writing=with_writing),
        *_reminders(edition, agency),
        *_extensions(edition, agency),
    ]
    return sorted(found, key=lambda happening: happening.at, reverse=True)


def _duties(edition: Edition, agency: Agency) -> list[Happening]:
    events = ObligationEvent.objects.filter(obligation__edition=edition, obligation__agency=agency).order_by("pk")
    rows = events.values_list("at", "step", "reason")
    return [Happening(at, DUTIES_IN_FULL[ObligationStep(step)], reason=reason) for at, step, reason in rows]


def _steps(edition: Edition, agency: Agency, *, with_writing: bool) -> list[Happening]:
    told = TOLD if with_writing else STEPS_TOLD
    events = SubmissionEvent.objects.filter(submission__edition=edition, submission__agency=agency, action__in=told)
    if not with_writing:
        events = events.exclude(submission__registration_number="")
    rows = events.order_by("pk").values_list("at", "action", "submission__innovation__title", "comment")
    return [
        Happening(at, told[action], innovation=title, reason=comment if with_writing else "")
        for at, action, title, comment in rows
    ]


def _reminders(edition: Edition, agency: Agency) -> list[Happening]:
    """Those that reached somebody: a turn without people was overtaken by a later one, or had nobody to write to."""
    turns = ReminderTurn.objects.filter(reminder__edition=edition, agency=agency, people__gt=0).order_by("pk")
    rows = turns.values_list("at", "people", "reminder__recipients")
    return [Happening(at, _told_of_reminder(people, ReminderRecipients(who))) for at, people, who in rows]


def _told_of_reminder(people: int, recipients: ReminderRecipients) -> str:
    match recipients:
        case ReminderRecipients.HEAD:
            return _("its head was reminded")
        case ReminderRecipients.SUPERIOR:
            return _("its superior was told")
    told = ngettext("was reminded: %(people)s person", "was reminded: %(people)s people", people)
    return told % {"people": people}


def _extensions(edition: Edition, agency: Agency) -> list[Happening]:
    granted = Extension.objects.filter(edition=edition, agency=agency)
    return [
        Happening(at, _("may hand in until %(moment)s") % {"moment": moment(closes_at)}, reason=reason)
        for at, closes_at, reason in granted.values_list("granted_at", "closes_at", "reason")
    ]
