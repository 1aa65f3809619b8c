"""Whom the portal reminds of what, and when. The preview and the sending read the same turns."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from submissions.enums import (
    ComplianceState,
    EditionState,
    ReminderAudience,
    ReminderRecipients,
    StageKind,
    SubmissionStatus,
)
from submissions.models import (
    Agency,
    Edition,
    Extension,
    Reminder,
    ReminderTurn,
    Stage,
    Submission,
    SubmissionVersion,
)
from submissions.selectors.compliance import duties_of
from submissions.selectors.editions import stage_of
from submissions.selectors.superiors import people_reached
from submissions.workflow import FURTHEST_FIRST

REMINDED_AT = time(7)  # in the portal's time zone, just before the daily mail


@dataclass(frozen=True)
class Duty:
    """What an agency may still have to hand in, from when until when, and the audiences that it belongs to now.

    An extension makes it begin anew. `submission` and `version_id` are those of a correction.
    """

    agency: Agency
    begins_at: datetime
    deadline: datetime
    audiences: frozenset[ReminderAudience]
    submission: Submission | None = None
    version_id: int | None = None

    @property
    def has_draft(self) -> bool:
        return ReminderAudience.DRAFT in self.audiences

    @property
    def has_nothing(self) -> bool:
        return ReminderAudience.NOTHING in self.audiences

    @property
    def deadline_on(self) -> date:
        return timezone.localdate(self.deadline)


@dataclass(frozen=True)
class Turn:
    """One reminder of one duty, and its moment."""

    reminder: Reminder
    duty: Duty

    @property
    def key(self) -> tuple[int, int, int | None, date]:
        return self.reminder.pk, self.duty.agency.pk, self.duty.version_id, self.duty.deadline_on

    @property
    def moment(self) -> datetime:
        """Seven in the morning, so many days before the day of the deadline."""
        return _morning_before(self.duty.deadline, self.reminder.days)

    @property
    def is_due(self) -> bool:
        return self.moment <= clock.now()

    @property
    def is_wanted(self) -> bool:
        """Say whether there is something to remind of, by a reminder that stood there before its moment."""
        begins_at = max(self.duty.begins_at, self.reminder.created_at)
        return self.reminder.is_on and self.reminder.audience in self.duty.audiences and begins_at <= self.moment


@dataclass(frozen=True)
class DutyTurns:
    """The turns of one duty that have not been taken, and the latest moment of those that have.

    All of them go to the same people, so an escalation takes no turn away from the members of the agency.
    """

    duty: Duty
    open: list[Turn]
    taken_until: datetime | None

    @property
    def due(self) -> list[Turn]:
        return [turn for turn in self.open if turn.is_due]

    @property
    def to_send(self) -> Turn | None:
        """Of what is due the latest; nothing when a later one was sent before."""
        latest = max((turn for turn in self.due if turn.is_wanted), key=lambda turn: turn.moment, default=None)
        is_overtaken = latest and self.taken_until and latest.moment <= self.taken_until
        return None if is_overtaken else latest

    @property
    def ahead(self) -> list[Turn]:
        """What is going to be sent if nothing changes, with what is due at this moment."""
        due = [self.to_send] if self.to_send else []
        return due + [turn for turn in self.open if turn.is_wanted and not turn.is_due]


@dataclass(frozen=True)
class PlannedReminder:
    """A reminder with its moment for agencies without an extension, and how many it reached and would reach."""

    reminder: Reminder
    moment: datetime | None
    agencies_ahead: int
    people_ahead: int
    agencies_reached: int
    people_reached: int


def turns_of(edition: Edition) -> list[DutyTurns]:
    """Return the turns of every duty of an open edition whose deadline is still to come."""
    reminders = list(edition.reminders.all())
    turns_taken = ReminderTurn.objects.filter(reminder__edition=edition)
    taken = set(turns_taken.values_list("reminder", "agency", "version", "deadline_on"))
    found = []
    for duty in _duties_ahead(edition):
        fitting = [each for each in reminders if each.is_about_correction == bool(duty.version_id)]
        for recipients in ReminderRecipients:
            turns = [Turn(each, duty) for each in fitting if each.recipients == recipients]
            if turns:
                taken_until = max((turn.moment for turn in turns if turn.key in taken), default=None)
                found.append(DutyTurns(duty, [turn for turn in turns if turn.key not in taken], taken_until))
    return found


def _duties_ahead(edition: Edition) -> Iterator[Duty]:
    """Return the duties whose deadline is to come: of each agency that owes something, and of each correction."""
    registration = stage_of(edition, StageKind.REGISTRATION)
    if edition.state != EditionState.OPEN or registration is None:
        return
    extensions = {extension.agency_id: extension for extension in edition.extensions.all()}
    for duty in [*_registrations(edition, registration, extensions), *_corrections(edition, registration, extensions)]:
        if duty.deadline >= clock.now():
            yield duty


def _registrations(edition: Edition, registration: Stage, extensions: dict[int, Extension]) -> Iterator[Duty]:
    in_writing = [SubmissionStatus.DRAFT, SubmissionStatus.AWAITING_APPROVAL]
    drafts = Submission.objects.filter(edition=edition, status__in=in_writing, agency=OuterRef("agency"))
    rows = duties_of(edition).filter(agency__is_active=True, is_exempt=False)
    for row in rows.annotate(has_draft=Exists(drafts)):
        audiences = set()
        if not row.is_met:
            audiences.add(ReminderAudience.UNMET)
            if row.has_draft:
                audiences.add(ReminderAudience.DRAFT)
            elif not row.submitted_count:
                audiences.add(ReminderAudience.NOTHING)
        yield Duty(
            row.agency,
            *_extended(registration.opens_at, registration.closes_at, extensions.get(row.agency_id)),
            frozenset(audiences),
        )


def _corrections(edition: Edition, registration: Stage, extensions: dict[int, Extension]) -> Iterator[Duty]:
    latest = SubmissionVersion.objects.filter(submission=OuterRef("pk")).order_by("-number").values("pk")[:1]
    submissions = (
        Submission.objects.filter(FURTHEST_FIRST[ComplianceState.RETURNED], edition=edition)
        .filter(correction_due_at__isnull=False, innovation__agency__is_active=True)
        .select_related("innovation__agency__region")
        .annotate(version_pk=Subquery(latest), returned_at=Max("events__at", filter=Q(events__action="return")))
        .order_by("innovation__agency__name", "pk")
    )
    for submission in submissions:
        agency = submission.innovation.agency
        closes_at = max(registration.closes_at, submission.correction_due_at)
        yield Duty(
            agency,
            *_extended(submission.returned_at, closes_at, extensions.get(agency.pk)),
            frozenset({ReminderAudience.CORRECTION}),
            submission=submission,
            version_id=submission.version_pk,
        )


def _extended(begins_at: datetime, closes_at: datetime, extension: Extension | None) -> tuple[datetime, datetime]:
    """Return when a duty begins and ends, with the extension of its agency if that makes it longer."""
    if extension is None or extension.closes_at <= closes_at:
        return begins_at, closes_at
    return max(begins_at, extension.granted_at), extension.closes_at


def reminders_ahead(edition: Edition) -> dict[int, list[Turn]]:
    """Return by reminder what would be sent as things stand, the earliest first."""
    ahead = defaultdict(list)
    for turns in turns_of(edition):
        for turn in turns.ahead:
            ahead[turn.reminder.pk].append(turn)
    return {pk: sorted(turns, key=lambda turn: turn.moment) for pk, turns in ahead.items()}


def reminder_plan(edition: Edition, ahead: dict[int, list[Turn]]) -> list[PlannedReminder]:
    """Return every reminder of the edition, those of registration first, with the counts of `reminders_ahead`."""
    agencies = {turn.duty.agency.pk for turns in ahead.values() for turn in turns}
    people = {recipients: people_reached(recipients, agencies) for recipients in ReminderRecipients}
    sent = ReminderTurn.objects.filter(reminder__edition=edition, people__gt=0).order_by().values("reminder")
    reached = {row["reminder"]: row for row in sent.annotate(agencies=Count("pk"), total=Sum("people"))}
    return [
        PlannedReminder(
            reminder,
            _usual_moment(edition, reminder),
            agencies_ahead=len(ahead.get(reminder.pk, [])),
            people_ahead=_count_people(ahead.get(reminder.pk, []), people[ReminderRecipients(reminder.recipients)]),
            agencies_reached=reached.get(reminder.pk, {}).get("agencies", 0),
            people_reached=reached.get(reminder.pk, {}).get("total", 0),
        )
        for reminder in sorted(edition.reminders.all(), key=_place_in_plan)
    ]


def _place_in_plan(reminder: Reminder) -> tuple[bool, int, int]:
    return reminder.is_about_correction, -reminder.days, ReminderRecipients.values.index(reminder.recipients)


def _count_people(turns: list[Turn], people: dict[int, list[User]]) -> int:
    """Count each person once: whoever answers for several agencies is one person."""
    return len({person.pk for turn in turns for person in people.get(turn.duty.agency.pk, ())})


def _usual_moment(edition: Edition, reminder: Reminder) -> datetime | None:
    """Return when agencies without an extension are reminded; of a correction that differs for each."""
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None or reminder.is_about_correction:
        return None
    return _morning_before(registration.closes_at, reminder.days)


def _morning_before(deadline: datetime, days: int) -> datetime:
    day = timezone.localdate(deadline) - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, REMINDED_AT))


def people_of(turns: list[Turn]) -> list[tuple[Turn, list[str]]]:
    """Return each turn with the names of the people who would get its mail. All are turns of one reminder."""
    if not turns:
        return []
    people = people_reached(turns[0].reminder.recipients, {turn.duty.agency.pk for turn in turns})
    return [(turn, [person.name for person in people.get(turn.duty.agency.pk, ())]) for turn in turns]
