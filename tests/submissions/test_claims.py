from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import SubmissionStatus
from submissions.models import Verification, VerificationClaim
from submissions.models.verification import CLAIM_LASTS
from submissions.selectors.verification import next_to_verify, verification_queue
from submissions.services.claims import claim_next, claim_submission, keep_claim, release_claim
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, MembershipFactory, ReadySubmissionFactory, handed_in


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def waiting(edition):
    return handed_in(edition)


@pytest.fixture
def colleague(db):
    return UserFactory(name="Budi Santoso", roles=[Role.VERIFIER])


def holder_of(submission):
    return VerificationClaim.objects.get(submission=submission).verifier


def test_claim_is_shown_in_the_queue_to_all_and_held_for_others(waiting, verifier, colleague):
    claim_submission(waiting.pk, actor=verifier)

    rows = [
        (each.claim.verifier, each.is_held) for each in (*verification_queue(verifier), *verification_queue(colleague))
    ]

    assert rows == [(verifier, False), (verifier, True)]


def test_what_somebody_works_on_cannot_be_claimed_or_decided_by_another(waiting, verifier, colleague):
    claim_submission(waiting.pk, actor=colleague)

    for act in (
        lambda: claim_submission(waiting.pk, actor=verifier, takeover_note="  "),
        lambda: verify_submission(waiting.pk, actor=verifier, outcome="passed"),
    ):
        with pytest.raises(ValidationError) as caught:
            act()
        assert caught.value.code == "claimed"
        assert "Budi Santoso" in caught.value.messages[0]

    waiting.refresh_from_db()
    assert (holder_of(waiting), waiting.status) == (colleague, SubmissionStatus.SUBMITTED)
    assert not Verification.objects.exists()


def test_superuser_does_not_decide_what_somebody_works_on(waiting, verifier):
    claim_submission(waiting.pk, actor=verifier)

    with pytest.raises(ValidationError) as caught:
        verify_submission(waiting.pk, actor=UserFactory(is_superuser=True), outcome="passed")

    assert caught.value.code == "claimed"


def test_claim_is_taken_over_with_a_note_that_stays(waiting, verifier, colleague):
    claim_submission(waiting.pk, actor=colleague)

    claim = claim_submission(waiting.pk, actor=verifier, takeover_note=" Budi cuti. ")

    assert (claim.verifier, claim.taken_from, claim.takeover_note) == (verifier, colleague, "Budi cuti.")
    entry = ModelLogEntry.objects.for_instance(waiting).get()
    assert (entry.action, entry.user, entry.data) == (
        "submissions.take_over",
        verifier,
        {"from": "Budi Santoso", "note": "Budi cuti."},
    )
    with pytest.raises(ValidationError):
        verify_submission(waiting.pk, actor=colleague, outcome="passed")


def test_database_keeps_a_takeover_without_a_note_out(waiting, verifier, colleague):
    with pytest.raises(IntegrityError):
        VerificationClaim.objects.create(submission=waiting, verifier=verifier, taken_from=colleague)


def test_claim_ends_by_itself_and_the_next_one_begins_without_a_note(waiting, verifier, colleague):
    start = clock.now()
    with clock.at(start):
        claim_submission(waiting.pk, actor=colleague)
    with clock.at(start + CLAIM_LASTS - timedelta(seconds=1)):
        assert next_to_verify(verifier) is None
    with clock.at(start + CLAIM_LASTS):
        assert next_to_verify(verifier) == waiting
        claim = claim_submission(waiting.pk, actor=verifier, takeover_note="Tidak perlu.")
        assert (claim.verifier, claim.claimed_at, claim.taken_from) == (verifier, clock.now(), None)


def test_open_page_keeps_the_own_claim_and_no_other(waiting, verifier, colleague):
    start = clock.now()
    with clock.at(start):
        claim_submission(waiting.pk, actor=verifier)
    with clock.at(start + timedelta(minutes=20)):
        assert keep_claim(waiting.pk, actor=verifier) is True
        assert keep_claim(waiting.pk, actor=colleague) is False
    with clock.at(start + timedelta(minutes=40)):
        assert next_to_verify(colleague) is None
    with clock.at(start + timedelta(minutes=51)):
        assert keep_claim(waiting.pk, actor=verifier) is False
        assert next_to_verify(colleague) == waiting


def test_claiming_the_own_one_again_keeps_its_beginning(waiting, verifier):
    start = clock.now()
    first = claim_submission(waiting.pk, actor=verifier)

    with clock.at(start + timedelta(minutes=10)):
        again = claim_submission(waiting.pk, actor=verifier, takeover_note="Klik ganda.")

    assert (again.pk, again.claimed_at, again.taken_from) == (first.pk, first.claimed_at, None)
    assert again.active_at == start + timedelta(minutes=10)


def test_claim_is_given_back_by_its_holder_only(waiting, verifier, colleague):
    claim_submission(waiting.pk, actor=colleague)

    release_claim(waiting.pk, actor=verifier)
    assert holder_of(waiting) == colleague

    release_claim(waiting.pk, actor=colleague)
    assert next_to_verify(verifier) == waiting


@pytest.mark.parametrize("outcome", ["passed", "returned", "rejected"])
def test_decision_ends_the_claim(waiting, verifier, outcome):
    claim_submission(waiting.pk, actor=verifier)

    verify_submission(waiting.pk, actor=verifier, outcome=outcome, note="Lihat aspek 2.")

    assert not VerificationClaim.objects.exists()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_claims_the_own_agency(waiting, is_superuser):
    insider = UserFactory(roles=[Role.VERIFIER], is_superuser=is_superuser)
    MembershipFactory(agency=waiting.innovation.agency, user=insider)

    with pytest.raises(PermissionDenied):
        claim_submission(waiting.pk, actor=insider)

    assert claim_next(actor=insider) is None
    assert not VerificationClaim.objects.exists()


@pytest.mark.parametrize("person", ["operator", "judge", "leader"])
def test_only_verifiers_claim(request, waiting, person):
    with pytest.raises(PermissionDenied):
        claim_submission(waiting.pk, actor=request.getfixturevalue(person))

    assert not VerificationClaim.objects.exists()


def test_what_does_not_wait_cannot_be_claimed(waiting, verifier, edition):
    verify_submission(waiting.pk, actor=verifier, outcome="passed")

    for submission in (waiting, ReadySubmissionFactory(edition=edition)):
        with pytest.raises(ValidationError) as caught:
            claim_submission(submission.pk, actor=verifier)
        assert caught.value.code == "stale"


def test_next_one_is_claimed_and_skips_what_others_work_on(waiting, edition, verifier, colleague):
    second = handed_in(edition)

    assert claim_next(actor=colleague) == waiting
    assert claim_next(actor=verifier) == second
    assert (holder_of(waiting), holder_of(second)) == (colleague, verifier)
    assert claim_next(actor=UserFactory(roles=[Role.VERIFIER])) is None


def test_withdrawn_submission_leaves_the_queue_with_its_claim(waiting, verifier):
    claim_submission(waiting.pk, actor=verifier)
    change_status(waiting.pk, "withdraw", actor=waiting.events.get().actor, comment="Salah berkas.")

    assert list(verification_queue(verifier)) == []
    assert claim_next(actor=verifier) is None
