"""Two of the secretariat answer at once, and an objection comes in while the awards become final."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardState
from judging.models import Award, Objection, ObjectionAnswer
from judging.services.awards import finalise_awards
from judging.services.objections import Objector, answer_objection, submit_objection
from judging.services.revocations import revoke_award
from submissions.enums import StageKind
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.judging import AwardFactory, ObjectionFactory
from tests.factories.submissions import MembershipFactory, StageFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary():
    return UserFactory(roles=[Role.SECRETARIAT])


@pytest.fixture
def award():
    return AwardFactory(state=AwardState.PROVISIONAL)


def fresh(user):
    return User.objects.get(pk=user.pk)


def codes_of(results):
    return sorted(
        error.code for result in results if isinstance(result, ValidationError) for error in result.error_list
    )


def test_of_two_answers_at_once_one_counts_and_the_other_is_stale(secretary):
    objection = ObjectionFactory()

    results = at_once(
        *(
            lambda text=text: answer_objection(
                objection.pk, actor=fresh(secretary), outcome="accepted", text=text, seen=0
            )
            for text in ("Benar.", "Tidak.")
        )
    )

    assert codes_of(results) == ["stale"]
    [answer] = (result for result in results if isinstance(result, ObjectionAnswer))
    assert ObjectionAnswer.objects.get() == answer


@pytest.mark.parametrize("attempt", range(5))
def test_an_objection_of_the_last_second_is_in_before_the_awards_are_final_or_comes_too_late(
    secretary, award, attempt
):
    stage = StageFactory(edition=award.level.edition, kind=StageKind.OBJECTION)

    def object_at_the_last_second():
        with clock.at(stage.closes_at - timedelta(seconds=1)):
            return submit_objection(award.pk, objector=Objector("Siti", phone="0811000"), reason="R", consent="Ya.")

    def finalise_a_second_later():
        with clock.at(stage.closes_at + timedelta(seconds=1)):
            return finalise_awards(stage.edition_id, actor=fresh(secretary))

    results = at_once(object_at_the_last_second, finalise_a_second_later)

    outcome = (codes_of(results), Objection.objects.count(), Award.objects.get().state)
    assert outcome in (
        (["objections_unanswered"], 1, AwardState.PROVISIONAL),
        (["closed"], 0, AwardState.FINAL),
    )


def test_an_award_that_is_revoked_while_awards_become_final_stays_revoked(secretary, award):
    StageFactory(
        edition=award.level.edition,
        kind=StageKind.OBJECTION,
        opens_at=clock.now() - timedelta(days=6),
        closes_at=clock.now() - timedelta(days=1),
    )

    at_once(
        lambda: revoke_award(award.pk, actor=fresh(secretary), reason="Data tidak benar."),
        lambda: finalise_awards(award.level.edition_id, actor=fresh(secretary)),
    )

    assert Award.objects.get().state == AwardState.REVOKED


def test_an_award_is_revoked_once(secretary, award):
    MembershipFactory(agency=award.submission.innovation.agency)

    results = at_once(
        *(lambda reason=reason: revoke_award(award.pk, actor=fresh(secretary), reason=reason) for reason in "AB")
    )

    assert codes_of(results) == ["stale"]
    [revoked] = (result for result in results if isinstance(result, Award))
    assert Award.objects.get().revocation_reason == revoked.revocation_reason
    assert OutgoingMessage.objects.filter(kind="award_revoked").count() == 1
