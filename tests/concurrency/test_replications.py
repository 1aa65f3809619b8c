"""Two of the origin decide at once, two of one agency announce at once, and two report at once."""

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.models import Replication, ReplicationReport
from submissions.services.replications import (
    announce_replication,
    confirm_replication,
    decline_replication,
    report_replication,
)
from submissions.voice_enums import ReplicationState
from tests.concurrency.racing import at_once
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import ReplicationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(membership):
    return User.objects.get(pk=membership.user_id)


def codes_of(results):
    return [error.code for result in results if isinstance(result, ValidationError) for error in result.error_list]


def test_of_two_decisions_at_once_one_counts_and_the_other_is_stale():
    person, taker = MembershipFactory(role=MembershipRole.APPROVER), MembershipFactory()
    replication = ReplicationFactory(innovation__agency=person.agency, agency=taker.agency)

    results = at_once(
        lambda: confirm_replication(replication.pk, actor=fresh(person), revision=0),
        lambda: decline_replication(replication.pk, actor=fresh(person), revision=0, reason="Lain."),
    )

    assert codes_of(results) == ["stale"]
    assert (Replication.objects.get().revision, OutgoingMessage.objects.count()) == (1, 1)


def test_of_two_announcements_at_once_one_stands():
    taker, innovation = MembershipFactory(), InnovationFactory()

    def announce():
        return announce_replication(innovation.pk, actor=fresh(taker), agency_id=taker.agency_id, plan="Di sini.")

    assert codes_of(at_once(announce, announce)) == ["exists"]
    assert Replication.objects.count() == 1


def test_of_two_reports_at_once_one_counts_and_the_other_is_stale():
    taker = MembershipFactory()
    replication = ReplicationFactory(agency=taker.agency, state=ReplicationState.CONFIRMED)

    def report(result):
        return report_replication(
            replication.pk,
            actor=fresh(taker),
            year=clock.today().year,
            progress="trial",
            result=result,
            revision=0,
        )

    results = at_once(lambda: report("Naik."), lambda: report("Turun."))

    assert codes_of(results) == ["stale"]
    assert ReplicationReport.objects.get().revision == 1
