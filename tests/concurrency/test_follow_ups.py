"""Two answer at once, one of them by mail; and two schedules ask and remind at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import DataMark, LifeState, MembershipRole
from submissions.models import FollowUp, Innovation
from submissions.services.follow_ups import Report, answer_follow_up, ask_owners, remind_owners
from submissions.voice_enums import FollowUpOutcome as Outcome
from tests.concurrency.racing import at_once
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import FollowUpFactory, FollowUpRoundFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_answers_at_once_one_counts_and_the_other_is_stale():
    person = MembershipFactory(role=MembershipRole.APPROVER)
    follow_up = FollowUpFactory(innovation=InnovationFactory(agency=person.agency))

    def answer(outcome, is_by_mail):
        actor = User.objects.get(pk=person.user_id)
        return answer_follow_up(follow_up.pk, actor=actor, report=Report(outcome), revision=0, is_by_mail=is_by_mail)

    results = at_once(lambda: answer(Outcome.STOPPED, True), lambda: answer(Outcome.GROWN, False))

    [refused] = (result for result in results if isinstance(result, ValidationError))
    [stored] = (result for result in results if isinstance(result, FollowUp))
    assert refused.code == "stale"
    assert FollowUp.objects.values_list("outcome", "revision").get() == (stored.outcome, 1)
    expected = {Outcome.STOPPED: LifeState.STOPPED, Outcome.GROWN: LifeState.GROWING}
    assert Innovation.objects.get().life_state == expected[stored.outcome]


def test_two_schedules_ask_and_remind_nobody_twice():
    person = MembershipFactory(role=MembershipRole.APPROVER)
    InnovationFactory.create_batch(3, agency=person.agency, data_mark=DataMark.PUBLIC)
    FollowUpRoundFactory(asks_on=clock.today(), closes_on=clock.today() + timedelta(days=30))
    soon = clock.now() + timedelta(days=20)

    def remind():
        with clock.at(soon):
            return remind_owners()

    assert sum(at_once(ask_owners, ask_owners)) == 3
    assert sum(at_once(remind, remind)) == 3
    assert sorted(OutgoingMessage.objects.values_list("kind", flat=True)) == [
        *["follow_up_asked"] * 3,
        *["follow_up_reminder"] * 3,
    ]
