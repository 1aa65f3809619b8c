"""Two processes look at the same moment what is due by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.digests import send_daily_mails
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import ReminderRecipients
from submissions.models import ReminderTurn, SummaryMail
from submissions.services.reminders import send_due_reminders
from submissions.services.summaries import send_summaries
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    EditionFactory,
    MembershipFactory,
    ObligationFactory,
    ReminderFactory,
    SuperiorFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_rounds_at_once_remind_everybody_once():
    edition = EditionFactory()
    ReminderFactory(edition=edition, days=29)
    ReminderFactory(edition=edition, days=14)
    members = MembershipFactory.create_batch(8)
    for member in members:
        ObligationFactory(edition=edition, agency=member.agency)
    moment = edition.stages.get().closes_at - timedelta(days=10)

    def round_():
        with clock.at(moment):
            return send_due_reminders()

    counts = at_once(*[round_] * 3)

    assert sum(counts) == 8
    assert sorted(OutgoingMessage.objects.values_list("recipient", flat=True)) == sorted(m.user_id for m in members)
    assert ReminderTurn.objects.count() == 16


def test_two_rounds_at_once_write_one_letter_to_each_superior():
    edition = EditionFactory()
    ReminderFactory(edition=edition, days=14, recipients=ReminderRecipients.SUPERIOR)
    agencies = [duty.agency for duty in ObligationFactory.create_batch(6, edition=edition)]
    superiors = [SuperiorFactory(agency=agency).user for agency in agencies[:3]]
    moment = edition.stages.get().closes_at - timedelta(days=10)

    def round_():
        with clock.at(moment):
            return send_due_reminders()

    counts = at_once(*[round_] * 3)

    assert sum(counts) == 3
    assert sorted(OutgoingMessage.objects.values_list("recipient", flat=True)) == sorted(u.pk for u in superiors)
    assert ReminderTurn.objects.count() == 6


def test_two_rounds_at_once_write_one_summary_to_each():
    edition = EditionFactory()
    ObligationFactory.create_batch(3, edition=edition)
    leaders = UserFactory.create_batch(5, roles=[Role.LEADERSHIP])
    moment = timezone.localtime(edition.stages.get().closes_at - timedelta(days=10)).replace(hour=9)

    def round_():
        with clock.at(moment):
            return send_summaries()

    counts = at_once(*[round_] * 3)

    assert sorted(counts) == [0, 0, 5]
    assert sorted(OutgoingMessage.objects.values_list("recipient", flat=True)) == sorted(u.pk for u in leaders)
    assert SummaryMail.objects.count() == 5


def test_two_rounds_at_once_write_one_daily_mail_to_each():
    edition = EditionFactory()
    ReminderFactory(edition=edition, days=14)
    members = [MembershipFactory(user__mail_rhythm=MailRhythm.DAILY) for _each in range(8)]
    for member in members:
        ObligationFactory(edition=edition, agency=member.agency)
    day = timezone.localtime(edition.stages.get().closes_at - timedelta(days=10)).replace(hour=9)
    with clock.at(day):
        send_due_reminders()

    def round_():
        with clock.at(day):
            return send_daily_mails()

    counts = at_once(*[round_] * 3)

    assert sum(counts) == 8
    digests = OutgoingMessage.objects.filter(kind="digest")
    assert sorted(digests.values_list("recipient", flat=True)) == sorted(m.user_id for m in members)
    assert OutgoingMessage.objects.filter(digest__in=digests).count() == 8
