"""Two people of the secretariat act at the same moment. Only where rows are locked does this prove anything."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import EditionState, MembershipRole
from submissions.models import AgencyChange, Edition, Obligation, Verification, VerificationClaim, VerificationProposal
from submissions.services.agency_changes import merge_agency
from submissions.services.claims import claim_next, claim_submission
from submissions.services.editions import open_edition
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
)
from tests.factories.submissions import handed_in as another_handed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def handed_in():
    person = MembershipFactory(role=MembershipRole.APPROVER)
    submission = ReadySubmissionFactory(innovation=InnovationFactory(agency=person.agency))
    return change_status(submission.pk, "submit", actor=person.user)


def deciding(submission, actor, outcome):
    def call():
        try:
            return verify_submission(submission.pk, actor=actor, outcome=outcome, note="Lihat catatan.").outcome
        except ValidationError as error:
            return error.code

    return call


def test_of_two_verifiers_one_decides_and_the_other_learns_it(handed_in):
    first, second = UserFactory(roles=[Role.VERIFIER]), UserFactory(roles=[Role.VERIFIER])

    results = at_once(deciding(handed_in, first, "passed"), deciding(handed_in, second, "rejected"))

    verification = Verification.objects.get()
    assert sorted(results) == sorted([verification.outcome, "stale"])
    assert handed_in.events.filter(action__in=["verify", "reject"]).count() == 1


def test_of_two_who_claim_at_once_one_gets_it(handed_in):
    verifiers = [UserFactory(roles=[Role.VERIFIER]) for _person in range(2)]

    results = at_once(*[partial(claim_submission, handed_in.pk, actor=verifier) for verifier in verifiers])

    refused = [result for result in results if isinstance(result, ValidationError)]
    assert [result.code for result in refused] == ["claimed"]
    assert VerificationClaim.objects.get() in results


def test_two_who_take_the_next_at_once_get_two(handed_in):
    second = another_handed_in(handed_in.edition)
    verifiers = [UserFactory(roles=[Role.VERIFIER]) for _person in range(3)]

    results = at_once(*[partial(claim_next, actor=verifier) for verifier in verifiers])

    assert {result and result.pk for result in results} == {handed_in.pk, second.pk, None}


def test_claim_and_decision_at_once_leave_one_of_them(handed_in):
    verifiers = [UserFactory(roles=[Role.VERIFIER]) for _person in range(2)]

    results = at_once(
        partial(claim_submission, handed_in.pk, actor=verifiers[0]), deciding(handed_in, verifiers[1], "passed")
    )

    if results[1] == "passed":
        assert results[0].code == "stale"
    else:
        assert (results[1], results[0].verifier) == ("claimed", verifiers[0])
        assert not Verification.objects.exists()


def test_of_two_who_agree_at_once_one_proposes_and_the_other_confirms(handed_in):
    Edition.objects.update(needs_second_verifier=True)
    verifiers = [UserFactory(roles=[Role.VERIFIER]) for _person in range(2)]

    at_once(*[deciding(handed_in, verifier, "passed") for verifier in verifiers])

    verification, proposal = Verification.objects.get(), VerificationProposal.objects.get()
    assert {verification.verifier, proposal.verifier} == set(verifiers)
    assert verification.proposed_by == proposal.verifier


def test_two_clicks_never_confirm_the_own_proposal(handed_in):
    Edition.objects.update(needs_second_verifier=True)
    verifier = UserFactory(roles=[Role.VERIFIER])

    results = at_once(*[deciding(handed_in, verifier, "passed")] * 2)

    assert sorted(results) == ["own_proposal", "passed"]
    assert (Verification.objects.count(), VerificationProposal.objects.count()) == (0, 1)


def test_two_clicks_of_one_verifier_leave_one_decision(handed_in):
    verifier = UserFactory(roles=[Role.VERIFIER])

    results = at_once(*[deciding(handed_in, verifier, "passed")] * 2)

    assert set(results) <= {"passed", "stale"}
    assert "passed" in results
    assert Verification.objects.get().verifier == verifier


def test_opening_twice_at_once_gives_each_agency_one_obligation():
    edition = EditionFactory(state=EditionState.PREPARATION)
    agencies = AgencyFactory.create_batch(5)
    secretaries = [UserFactory(roles=[Role.SECRETARIAT]) for _ in range(2)]

    at_once(*[lambda actor=actor: open_edition(edition.pk, actor=actor) for actor in secretaries])

    assert sorted(Obligation.objects.values_list("agency", flat=True)) == sorted(agency.pk for agency in agencies)


def test_of_two_mergers_into_each_other_one_happens_and_the_other_learns_it():
    secretary, one, other = UserFactory(roles=[Role.SECRETARIAT]), AgencyFactory(), AgencyFactory()
    right = {"actor": secretary, "on": clock.today(), "document": "Perda Nomor 8 Tahun 2025"}

    results = at_once(
        partial(merge_agency, one.pk, successor_id=other.pk, **right),
        partial(merge_agency, other.pk, successor_id=one.pk, **right),
    )

    change = AgencyChange.objects.get()
    assert [result.code for result in results if isinstance(result, ValidationError)] == ["ended"]
    assert [agency.is_active for agency in (change.agency, change.successor)] == [False, True]
