import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from innovation_portal.accounts.roles import Role
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import DossierPart, SubmissionStatus
from submissions.models import Edition, Verification, VerificationClaim, VerificationProposal
from submissions.selectors.verification import dossier_of, next_to_verify, verification_queue
from submissions.services.claims import claim_submission
from submissions.services.editions import clone_edition
from submissions.services.remarks import Remark
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, MembershipFactory, ReasonCodeFactory, handed_in


@pytest.fixture
def edition(db):
    return EditionFactory(needs_second_verifier=True)


@pytest.fixture
def waiting(edition):
    return handed_in(edition)


@pytest.fixture
def second(db):
    return UserFactory(roles=[Role.VERIFIER])


@pytest.fixture
def third(db):
    return UserFactory(roles=[Role.SECRETARIAT])


def status_of(submission):
    submission.refresh_from_db()
    return submission.status


@pytest.mark.parametrize("outcome", ["passed", "returned", "rejected"])
def test_first_outcome_is_proposed_and_the_same_by_another_decides(waiting, verifier, second, outcome):
    claim_submission(waiting.pk, actor=verifier)
    proposal = verify_submission(waiting.pk, actor=verifier, outcome=outcome, note="Lihat aspek 2.")

    assert isinstance(proposal, VerificationProposal)
    assert status_of(waiting) == SubmissionStatus.SUBMITTED
    assert not Verification.objects.exists()
    assert not VerificationClaim.objects.exists()
    assert [each.is_proposed for each in verification_queue(second)] == [True]

    verification = verify_submission(waiting.pk, actor=second, outcome=outcome)

    assert (verification.verifier, verification.proposed_by, verification.note) == (second, verifier, "Lihat aspek 2.")
    assert status_of(waiting) != SubmissionStatus.SUBMITTED
    assert waiting.events.count() == 2


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("outcome", ["passed", "rejected"])
def test_nobody_confirms_or_replaces_the_own_proposal(waiting, is_superuser, outcome):
    person = UserFactory(roles=[Role.VERIFIER], is_superuser=is_superuser)
    verify_submission(waiting.pk, actor=person, outcome="passed")

    with pytest.raises(ValidationError) as caught:
        verify_submission(waiting.pk, actor=person, outcome=outcome, note="Sekali lagi.")

    assert caught.value.code == "own_proposal"
    assert status_of(waiting) == SubmissionStatus.SUBMITTED
    assert VerificationProposal.objects.get().outcome == "passed"
    assert not Verification.objects.exists()


def test_database_keeps_a_decision_confirmed_by_its_author_out(waiting, verifier, second):
    verify_submission(waiting.pk, actor=verifier, outcome="passed")
    verify_submission(waiting.pk, actor=second, outcome="passed")

    with pytest.raises(IntegrityError):
        Verification.objects.update(proposed_by=second)


def test_database_keeps_a_second_proposal_of_one_person_out(waiting, verifier):
    proposal = verify_submission(waiting.pk, actor=verifier, outcome="passed")

    with pytest.raises(IntegrityError):
        VerificationProposal.objects.create(
            version=proposal.version, verifier=verifier, outcome="rejected", at=proposal.at
        )


def test_another_outcome_stands_beside_the_first_until_two_agree(waiting, verifier, second, third):
    verify_submission(waiting.pk, actor=verifier, outcome="passed", note="Sudah lengkap.")
    verify_submission(waiting.pk, actor=second, outcome="returned", note="Belum ada angka.")

    assert [(each.verifier, each.outcome, each.note) for each in dossier_of(waiting).proposals] == [
        (verifier, "passed", "Sudah lengkap."),
        (second, "returned", "Belum ada angka."),
    ]
    assert next_to_verify(third) == waiting

    verification = verify_submission(waiting.pk, actor=third, outcome="returned", note="Setuju.")

    assert verification.proposed_by == second
    assert verification.note == "Belum ada angka.\nSetuju."
    assert status_of(waiting) == SubmissionStatus.RETURNED


def test_who_proposed_first_may_join_the_other(waiting, verifier, second):
    verify_submission(waiting.pk, actor=verifier, outcome="passed")
    verify_submission(waiting.pk, actor=second, outcome="rejected", note="Di luar kewenangan.")

    verification = verify_submission(waiting.pk, actor=verifier, outcome="rejected")

    assert (verification.proposed_by, verification.note) == (second, "Di luar kewenangan.")
    assert status_of(waiting) == SubmissionStatus.REJECTED


def test_what_both_have_written_is_sent_once(waiting, verifier, second, edition):
    first, other = ReasonCodeFactory(edition=edition, text="Umur."), ReasonCodeFactory(edition=edition, text="Bukti.")
    facts = Remark(DossierPart.FACTS, None, [first.pk], "Bidang.")
    verify_submission(
        waiting.pk, actor=verifier, outcome="returned", reason_ids=[first.pk], note="Lengkapi.", remarks=[facts]
    )
    proposed = VerificationProposal.objects.get()
    assert [remark.words for remark in proposed.remarks.all()] == ["• Umur.\nBidang."]
    assert not OutgoingMessage.objects.filter(kind="submission_return").exists()

    more = [
        Remark(DossierPart.FACTS, None, [other.pk], "Kategori."),
        Remark(DossierPart.EVIDENCE, text="Tautan mati."),
    ]
    verification = verify_submission(
        waiting.pk, actor=second, outcome="returned", reason_ids=[first.pk, other.pk], note="Lengkapi.", remarks=more
    )

    assert (list(verification.reasons.all()), verification.note) == ([first, other], "Lengkapi.")
    assert [remark.words for remark in verification.remarks.all()] == [
        "• Umur.\n• Bukti.\nBidang.\nKategori.",
        "Tautan mati.",
    ]
    assert "Tautan mati." in OutgoingMessage.objects.get(kind="submission_return").body


def test_proposal_needs_a_reason_like_a_decision(waiting, verifier):
    with pytest.raises(ValidationError) as caught:
        verify_submission(waiting.pk, actor=verifier, outcome="rejected", note=" ")

    assert caught.value.code == "comment_required"
    assert not VerificationProposal.objects.exists()


def test_only_verifiers_of_other_agencies_propose(waiting, judge):
    insider = UserFactory(is_superuser=True)
    MembershipFactory(agency=waiting.innovation.agency, user=insider)

    for person in (judge, insider):
        with pytest.raises(PermissionDenied):
            verify_submission(waiting.pk, actor=person, outcome="passed")
    assert not VerificationProposal.objects.exists()


def test_proposal_is_about_its_version_only(waiting, verifier, second):
    approver = waiting.events.get().actor
    verify_submission(waiting.pk, actor=verifier, outcome="passed")
    change_status(waiting.pk, "withdraw", actor=approver, comment="Salah berkas.")
    change_status(waiting.pk, "restore", actor=approver)
    change_status(waiting.pk, "submit", actor=approver)

    assert [each.is_proposed for each in verification_queue(second)] == [False]
    assert dossier_of(waiting).proposals == []
    assert isinstance(verify_submission(waiting.pk, actor=second, outcome="passed"), VerificationProposal)


def test_next_one_is_not_what_one_has_proposed(waiting, verifier, second, edition):
    verify_submission(waiting.pk, actor=verifier, outcome="passed")

    assert next_to_verify(verifier) is None
    assert next_to_verify(second) == waiting


def test_edition_that_asks_for_one_person_decides_at_once(waiting, verifier, second, edition):
    verify_submission(waiting.pk, actor=verifier, outcome="rejected", note="Tidak sesuai.")
    Edition.objects.update(needs_second_verifier=False)

    assert [each.is_proposed for each in verification_queue(second)] == [False]
    verification = verify_submission(waiting.pk, actor=second, outcome="passed")
    assert (verification.proposed_by, status_of(waiting)) == (None, SubmissionStatus.VERIFIED)


def test_rule_is_cloned_with_the_edition(edition, secretary):
    clone = clone_edition(edition.pk, year=edition.year + 1, actor=secretary)

    assert Edition.objects.get(pk=clone.pk).needs_second_verifier is True
