from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import EditionState, MembershipRole, ReminderAudience, StageKind, SubmissionStatus
from submissions.models import Edition, Obligation, Reminder, ReminderTurn
from submissions.services.obligations import exempt_agency, grant_extension
from submissions.services.reminders import send_due_reminders
from submissions.services.submissions import change_status
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    ReminderFactory,
    SubmissionFactory,
    put_into,
)

WIB = ZoneInfo("Asia/Jakarta")
OPENS, CLOSES = datetime(2031, 3, 1, 8, tzinfo=WIB), datetime(2031, 4, 30, 16, tzinfo=WIB)


def before(days, hour=7, minute=0):
    """A moment so many days before registration closes."""
    return (CLOSES - timedelta(days=days)).replace(hour=hour, minute=minute)


@pytest.fixture(autouse=True)
def long_before(db):
    with clock.at(OPENS):
        yield


@pytest.fixture
def edition():
    return EditionFactory(stages={StageKind.REGISTRATION: (OPENS, CLOSES)})


@pytest.fixture
def member(edition):
    """Somebody of an agency that has done nothing yet."""
    member = MembershipFactory()
    ObligationFactory(edition=edition, agency=member.agency)
    return member


def sent_at(moment):
    """Let the schedule run at a moment; return whom it wrote to."""
    known = set(OutgoingMessage.objects.values_list("pk", flat=True))
    with clock.at(moment):
        send_due_reminders()
    return sorted(OutgoingMessage.objects.exclude(pk__in=known).values_list("kind", "address"))


def registration_mail(*members):
    return sorted(("reminder_registration", member.user.email) for member in members)


def entry_of(member, edition, status):
    submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=member.agency))
    put_into(submission, status)
    return submission


def test_reminder_leaves_at_seven_on_its_day_and_once(edition, member):
    ReminderFactory(edition=edition, days=7)

    assert sent_at(before(7, hour=6, minute=59)) == []
    assert sent_at(before(7)) == registration_mail(member)
    assert sent_at(before(7, minute=2)) == []
    assert sent_at(before(1)) == []


def test_mail_names_agency_edition_and_deadline(edition, member):
    ReminderFactory(edition=edition, days=7)

    sent_at(before(7))

    message = OutgoingMessage.objects.get()
    assert message.subject == f"Pendaftaran ditutup 7 hari lagi: {member.agency} belum mengajukan"
    assert f"{edition.name}. Usulan diterima sampai dengan Rabu, 30 April 2031, pukul 16.00 WIB." in message.body
    assert f"/opd/{member.agency_id}/" in message.body
    assert message.about == f"submissions.edition:{edition.pk}"


def test_everybody_of_the_agency_with_an_open_account_is_written_to(edition, member):
    ReminderFactory(edition=edition)
    approver = MembershipFactory(agency=member.agency, role=MembershipRole.APPROVER)
    MembershipFactory(agency=member.agency, user=UserFactory(is_active=False))

    assert sent_at(before(7)) == registration_mail(member, approver)
    assert ReminderTurn.objects.get().people == 2


def test_missed_reminders_are_sent_late_and_only_the_latest(edition, member):
    for days in (30, 14, 7):
        ReminderFactory(edition=edition, days=days)

    assert sent_at(before(5, hour=11)) == registration_mail(member)
    assert ReminderTurn.objects.get(people=1).reminder.days == 7
    assert ReminderTurn.objects.count() == 3
    ReminderTurn.objects.filter(people=0).delete()  # as if the round had been interrupted
    assert sent_at(before(4)) == []


def test_reminder_is_not_sent_after_the_deadline(edition, member):
    ReminderFactory(edition=edition, days=1)

    assert sent_at(CLOSES + timedelta(seconds=1)) == []
    assert sent_at(CLOSES) == registration_mail(member)


@pytest.mark.parametrize(
    ("audience", "reminded"),
    [
        (ReminderAudience.UNMET, ["draft", "awaiting_approval", "nothing", "rejected"]),
        (ReminderAudience.DRAFT, ["draft", "awaiting_approval"]),
        (ReminderAudience.NOTHING, ["nothing", "rejected"]),
        (ReminderAudience.CORRECTION, []),
    ],
)
def test_reminder_reaches_its_audience_and_nobody_else(edition, audience, reminded):
    ReminderFactory(edition=edition, audience=audience)
    members = {"nothing": MembershipFactory()}
    for status in ("draft", "awaiting_approval", "submitted", "returned", "rejected", "verified"):
        members[status] = MembershipFactory()
        entry_of(members[status], edition, status)
    for member in members.values():
        ObligationFactory(edition=edition, agency=member.agency)

    assert sent_at(before(7)) == registration_mail(*(members[name] for name in reminded))


def test_agency_that_owes_two_and_handed_in_one_is_reminded_without_being_told_that_it_has_nothing(edition, member):
    Obligation.objects.update(required_count=2)
    entry_of(member, edition, SubmissionStatus.SUBMITTED)
    ReminderFactory(edition=edition, audience=ReminderAudience.NOTHING, days=9)
    ReminderFactory(edition=edition)

    assert sent_at(before(9)) == []
    assert sent_at(before(7)) == registration_mail(member)
    assert "Belum ada" not in OutgoingMessage.objects.get().body


def test_exempt_inactive_and_other_agencies_are_left_alone(edition, member, secretary):
    exempt_agency(Obligation.objects.get().pk, actor=secretary, reason="Digabung.")
    MembershipFactory()
    ObligationFactory(edition=edition, agency=MembershipFactory(agency__is_active=False).agency)
    ReminderFactory(edition=edition)

    assert sent_at(before(7)) == []


@pytest.mark.parametrize("state", [EditionState.PREPARATION, EditionState.FINISHED, "without registration"])
def test_edition_that_takes_nothing_reminds_nobody(member, edition, state):
    ReminderFactory(edition=edition)
    if state in EditionState:
        Edition.objects.update(state=state)
    else:
        edition.stages.all().delete()

    assert sent_at(before(7)) == []


def test_reminder_that_is_off_sends_nothing_and_does_not_catch_up(edition, member):
    reminder = ReminderFactory(edition=edition, is_on=False)
    assert sent_at(before(7)) == []

    reminder.is_on = True
    reminder.save()
    assert sent_at(before(6)) == []


def test_reminder_added_after_its_day_sends_nothing(edition, member):
    ReminderFactory(edition=edition, days=10, created_at=before(8))

    assert sent_at(before(7)) == []


def test_reminder_of_a_day_before_registration_opened_is_not_sent(edition, member):
    ReminderFactory(edition=edition, days=100)

    assert sent_at(OPENS + timedelta(minutes=1)) == []


def test_draft_begun_after_the_day_of_its_reminder_is_not_reminded_of_it(edition, member):
    ReminderFactory(edition=edition, days=20, audience=ReminderAudience.DRAFT)
    assert sent_at(before(20)) == []

    entry_of(member, edition, SubmissionStatus.DRAFT)
    assert sent_at(before(15)) == []


def test_agency_with_an_extension_is_reminded_by_its_own_deadline(edition, member, secretary):
    longer = MembershipFactory()
    ObligationFactory(edition=edition, agency=longer.agency)
    later = CLOSES + timedelta(days=5)
    grant_extension(edition.pk, longer.agency_id, actor=secretary, closes_at=later, reason="Banjir.")
    ReminderFactory(edition=edition, days=3)

    assert sent_at(before(3)) == registration_mail(member)
    assert sent_at(before(-1)) == []
    assert sent_at(before(-2)) == registration_mail(longer)


def test_reminder_comes_again_before_the_deadline_of_an_extension(edition, member, secretary):
    for days in (7, 3):
        ReminderFactory(edition=edition, days=days)
    reached = [sent_at(before(7)), sent_at(before(3))]
    with clock.at(before(2)):
        grant_extension(
            edition.pk, member.agency_id, actor=secretary, closes_at=CLOSES + timedelta(days=4), reason="Banjir."
        )

    assert reached == [registration_mail(member)] * 2
    assert sent_at(before(2, minute=2)) == []  # that was said in the mail about the extension
    assert sent_at(before(-1)) == registration_mail(member)
    assert sent_at(before(-2)) == []


def test_second_extension_begins_anew(edition, member, secretary):
    ReminderFactory(edition=edition, days=3)
    granted = {"actor": secretary, "reason": "Banjir."}
    for granted_at, days in ((OPENS, 1), (before(1, hour=8), 2)):
        with clock.at(granted_at):
            grant_extension(edition.pk, member.agency_id, closes_at=CLOSES + timedelta(days=days), **granted)

    assert sent_at(before(1, hour=8, minute=2)) == []


@pytest.fixture
def returned(edition, verifier):
    """A submission that was returned nine days after registration closed, with five days for its correction."""
    approver = MembershipFactory(role=MembershipRole.APPROVER)
    submission = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=approver.agency))
    with clock.at(before(1)):
        change_status(submission.pk, "submit", actor=approver.user)
    with clock.at(before(-9, hour=10)):
        return change_status(submission.pk, "return", actor=verifier, comment="Lengkapi bukti.")


def addresses_of(submission):
    return [("reminder_correction", m.user.email) for m in submission.innovation.agency.memberships.all()]


def test_correction_is_reminded_by_its_own_deadline(edition, returned):
    ReminderFactory(edition=edition, days=2, audience=ReminderAudience.CORRECTION)

    assert sent_at(before(-12, hour=6)) == []
    assert sent_at(before(-12)) == addresses_of(returned)
    assert sent_at(before(-13)) == []
    message = OutgoingMessage.objects.get(kind="reminder_correction")
    assert message.subject == f"Perbaikan jatuh tempo 2 hari lagi: {returned.innovation.title}"
    assert message.about == f"submissions.submission:{returned.pk}"


def test_correction_that_waits_for_approval_is_reminded_and_one_that_came_back_is_not(edition, returned):
    ReminderFactory(edition=edition, days=2, audience=ReminderAudience.CORRECTION)
    ReminderFactory(edition=edition, days=1, audience=ReminderAudience.CORRECTION)
    approver = returned.innovation.agency.memberships.get().user
    with clock.at(before(-11)):
        change_status(returned.pk, "request_approval", actor=approver)
    assert sent_at(before(-12)) == addresses_of(returned)

    with clock.at(before(-12, hour=9)):
        change_status(returned.pk, "submit", actor=approver)
    assert sent_at(before(-13)) == []


def test_second_correction_of_one_submission_is_reminded_again(edition, returned, verifier):
    ReminderFactory(edition=edition, days=2, audience=ReminderAudience.CORRECTION)
    assert sent_at(before(-12)) == addresses_of(returned)
    with clock.at(before(-13)):
        change_status(returned.pk, "submit", actor=returned.innovation.agency.memberships.get().user)
    with clock.at(before(-14)):
        change_status(returned.pk, "return", actor=verifier, comment="Masih kurang.")

    assert sent_at(before(-15)) == []
    assert sent_at(before(-17)) == addresses_of(returned)


def test_reminder_of_a_day_before_the_return_is_not_sent(edition, returned):
    ReminderFactory(edition=edition, days=8, audience=ReminderAudience.CORRECTION)

    assert sent_at(before(-9, hour=11)) == []


def test_one_reminder_for_the_same_agencies_and_day(edition):
    ReminderFactory(edition=edition, days=7)

    with pytest.raises(ValidationError):
        Reminder(edition=edition, days=7, audience=ReminderAudience.UNMET).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderFactory(edition=edition, days=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderFactory(edition=edition, days=0)


def test_a_turn_is_taken_once(edition, returned):
    reminder = ReminderFactory(edition=edition)
    agency, version = returned.innovation.agency, returned.versions.get()
    for turn in ({"version": None}, {"version": version}):
        turn |= {"deadline_on": CLOSES.date()}
        ReminderTurn.objects.create(reminder=reminder, agency=agency, **turn)

        with pytest.raises(IntegrityError), transaction.atomic():
            ReminderTurn.objects.create(reminder=reminder, agency=agency, **turn)


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_without_anything_due_asks_the_same_whatever_the_number(edition, count, django_assert_num_queries):
    for days in range(1, count + 1):
        ReminderFactory(edition=edition, days=days)
        entry_of(MembershipFactory(), edition, SubmissionStatus.RETURNED)
        ObligationFactory(edition=edition)

    with django_assert_num_queries(7):
        send_due_reminders()
