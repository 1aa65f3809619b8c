from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole, ReminderAudience, ReminderRecipients, StageKind
from submissions.models import Reminder, ReminderTurn, Superior
from submissions.selectors.reminders import people_of, reminder_plan, reminders_ahead
from submissions.selectors.superiors import people_reached
from submissions.services.members import hand_over
from submissions.services.reminders import send_due_reminders
from submissions.services.submissions import change_status
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    RegionFactory,
    ReminderFactory,
    SubmissionFactory,
    SuperiorFactory,
    put_into,
)

WIB = ZoneInfo("Asia/Jakarta")
OPENS, CLOSES = datetime(2031, 3, 1, 8, tzinfo=WIB), datetime(2031, 4, 30, 16, tzinfo=WIB)
HEAD, SUPERIOR = ReminderRecipients.HEAD, ReminderRecipients.SUPERIOR


def before(days, hour=7):
    return (CLOSES - timedelta(days=days)).replace(hour=hour, minute=0)


@pytest.fixture(autouse=True)
def long_before(db):
    with clock.at(OPENS):
        yield


@pytest.fixture
def edition():
    return EditionFactory(stages={StageKind.REGISTRATION: (OPENS, CLOSES)})


def owing(edition, *, status=None, **agency):
    """An agency that owes an innovation, with a submission in the status if one is named."""
    agency = ObligationFactory(edition=edition, agency=AgencyFactory(**agency)).agency
    if status:
        put_into(SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)), status)
    return agency


def sent_at(moment):
    """Let the schedule run at a moment; return what it wrote to whom."""
    known = set(OutgoingMessage.objects.values_list("pk", flat=True))
    with clock.at(moment):
        send_due_reminders()
    return sorted(OutgoingMessage.objects.exclude(pk__in=known).values_list("kind", "address"))


def test_superior_gets_one_mail_with_all_agencies_that_still_owe(edition):
    ReminderFactory(edition=edition, days=7, recipients=SUPERIOR)
    region = RegionFactory()
    silent = owing(edition, region=region, name="Dinas Diam")
    writing = owing(edition, region=region, name="Dinas Menulis", status="draft")
    done = owing(edition, region=region, name="Dinas Tuntas", status="submitted")
    superior = SuperiorFactory(agency=None, region=region).user

    assert sent_at(before(7)) == [("escalation", superior.email)]

    message = OutgoingMessage.objects.get()
    assert message.subject == "2 OPD belum mengajukan inovasi; pendaftaran ditutup 7 hari lagi"
    assert message.body.splitlines()[4:11] == [
        "1. Dinas Diam",
        "   belum mulai menyusun usulan; ditutup Rabu, 30 April 2031, pukul 16.00 WIB",
        f"   http://localhost:8000/pantau/{edition.year}/opd/{silent.pk}/",
        "",
        "2. Dinas Menulis",
        "   masih berupa draf sehingga belum dihitung; ditutup Rabu, 30 April 2031, pukul 16.00 WIB",
        f"   http://localhost:8000/pantau/{edition.year}/opd/{writing.pk}/",
    ]
    assert done.name not in message.body
    turns = dict(ReminderTurn.objects.values_list("agency", "people"))
    assert turns == {silent.pk: 1, writing.pk: 1, done.pk: 0}
    assert sent_at(before(7, hour=8)) == []


def test_head_of_two_agencies_gets_one_mail_and_the_members_theirs(edition):
    ReminderFactory(edition=edition, days=7, recipients=HEAD)
    ReminderFactory(edition=edition, days=7)
    first, second = owing(edition), owing(edition)
    head = MembershipFactory(agency=first, role=MembershipRole.HEAD).user
    MembershipFactory(agency=second, user=head, role=MembershipRole.HEAD)
    operator = MembershipFactory(agency=first).user

    assert sent_at(before(7)) == [("escalation", head.email), ("reminder_registration", operator.email)]

    letter = OutgoingMessage.objects.get(kind="escalation")
    assert f"/opd/{first.pk}/" in letter.body
    assert f"/opd/{second.pk}/" in letter.body


def test_who_submits_before_the_moment_is_not_escalated(edition):
    ReminderFactory(edition=edition, days=7, recipients=SUPERIOR)
    agency = owing(edition, status="draft")
    SuperiorFactory(agency=agency)
    put_into(SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)), "submitted")

    assert sent_at(before(7)) == []


def test_an_escalation_takes_no_reminder_away_from_the_members(edition):
    ReminderFactory(edition=edition, days=3, recipients=SUPERIOR)
    ReminderFactory(edition=edition, days=7)
    agency = owing(edition)
    operator, superior = MembershipFactory(agency=agency).user, SuperiorFactory(agency=agency).user

    sent = sent_at(before(2))  # both were missed

    assert sent == [("escalation", superior.email), ("reminder_registration", operator.email)]


def test_correction_is_escalated_with_its_title(edition):
    ReminderFactory(edition=edition, days=2, audience=ReminderAudience.CORRECTION, recipients=HEAD)
    agency = owing(edition)
    head, approver = (MembershipFactory(agency=agency, role=role).user for role in (MembershipRole.HEAD, "approver"))
    innovation = InnovationFactory(agency=agency, title="Jemput Bola")
    submission = ReadySubmissionFactory(edition=edition, innovation=innovation)
    change_status(submission.pk, "submit", actor=approver)
    with clock.at(before(6)):
        office = UserFactory(roles=[Role.SECRETARIAT])
        change_status(submission.pk, "return", actor=office, comment="Lengkapi bukti.")

    assert sent_at(before(2)) == [("escalation", head.email)]

    message = OutgoingMessage.objects.get(kind="escalation")
    assert message.subject.startswith("1 perbaikan belum diajukan")
    assert "harus memperbaiki “Jemput Bola” paling lambat" in message.body


def test_superiors_of_the_agency_come_before_those_of_its_region():
    region = RegionFactory()
    named, other, foreign = AgencyFactory(region=region), AgencyFactory(region=region), AgencyFactory()
    of_region = SuperiorFactory(agency=None, region=region).user
    of_agency = SuperiorFactory(agency=named).user
    SuperiorFactory(agency=other, user=UserFactory(roles=[Role.LEADERSHIP], is_active=False))
    SuperiorFactory(agency=other, user=UserFactory())  # has lost the role

    found = people_reached(SUPERIOR, [named.pk, other.pk, foreign.pk])

    assert found == {named.pk: [of_agency], other.pk: [of_region]}


def test_preview_names_the_people_who_get_it(edition):
    ReminderFactory(edition=edition, days=7, recipients=SUPERIOR)
    region = RegionFactory()
    first, second, alone = owing(edition, region=region), owing(edition, region=region), owing(edition)
    superior = SuperiorFactory(agency=None, region=region).user
    ahead = reminders_ahead(edition)

    [row] = reminder_plan(edition, ahead)

    assert (row.agencies_ahead, row.people_ahead) == (3, 1)
    assert {turn.duty.agency: names for turn, names in people_of(ahead[row.reminder.pk])} == {
        first: [superior.name],
        second: [superior.name],
        alone: [],
    }


@pytest.mark.parametrize("count", [1, 4])
def test_escalation_asks_the_same_questions_for_any_number_of_agencies(edition, count, django_assert_num_queries):
    ReminderFactory(edition=edition, days=7, recipients=SUPERIOR)
    region = RegionFactory()
    for _each in range(count):
        owing(edition, region=region)
    SuperiorFactory(agency=None, region=region)

    with clock.at(before(7)), django_assert_num_queries(15):
        assert send_due_reminders() == 1


def test_superior_is_named_for_an_agency_or_a_region():
    user = UserFactory(roles=[Role.LEADERSHIP])
    agency = AgencyFactory()

    for wrong in (Superior(user=user), Superior(user=user, agency=agency, region=agency.region)):
        with pytest.raises(ValidationError, match="salah satu saja"):
            wrong.full_clean()
    with pytest.raises(ValidationError):
        Superior(user=UserFactory(), agency=agency).full_clean()


def test_a_head_hands_over_to_a_head(edition):
    leaving = MembershipFactory(role=MembershipRole.HEAD)
    office = UserFactory(roles=[Role.SECRETARIAT])

    following = hand_over(leaving.pk, actor=office, email="baru@example.id", name="Kepala Baru")

    assert following.role == MembershipRole.HEAD


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rules=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(ReminderRecipients)), max_size=5, unique=True),
    submits=st.lists(st.integers(0, 8), min_size=2, max_size=3),
    rounds=st.lists(st.integers(0, 8), min_size=1, max_size=8).map(sorted),
)
def test_whatever_happens_nobody_is_told_twice_nor_of_an_agency_that_has_submitted(rules, submits, rounds):
    """`submits` says so many days before the deadline each agency submits; `rounds` when the schedule runs."""
    Reminder.objects.all().delete()
    OutgoingMessage.objects.all().delete()
    edition = EditionFactory(stages={StageKind.REGISTRATION: (OPENS, CLOSES)}, state="open")
    for days, recipients in rules:
        ReminderFactory(edition=edition, days=days, recipients=recipients)
    region = RegionFactory()
    SuperiorFactory(agency=None, region=region)
    agencies = {owing(edition, region=region): days for days in submits}
    done = set()
    for days in reversed(rounds):
        with clock.at(before(days, hour=9)):
            for agency, submitted in agencies.items():
                if submitted >= days and agency not in done:
                    entry = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
                    put_into(entry, "submitted")
                    done.add(agency)
            OutgoingMessage.objects.exclude(kind="escalation").delete()
            known = set(OutgoingMessage.objects.values_list("pk", flat=True))
            send_due_reminders()
        for letter in OutgoingMessage.objects.filter(kind="escalation").exclude(pk__in=known):
            assert not any(f"/opd/{agency.pk}/" in letter.body for agency in done)
    turns = list(ReminderTurn.objects.filter(reminder__edition=edition).values_list("reminder", "agency"))
    assert len(turns) == len(set(turns))
    letters = OutgoingMessage.objects.filter(kind="escalation", about=f"submissions.edition:{edition.pk}")
    assert letters.count() <= len({days for days, recipients in rules if recipients == SUPERIOR})
    Superior.objects.all().delete()
