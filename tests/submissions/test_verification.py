import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.accounts.roles import Role
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole, SubmissionStatus, VerificationOutcome
from submissions.models import Submission, Verification
from submissions.selectors.verification import dossier_of, next_to_verify, verification_queue
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    ReasonCodeFactory,
)

PASSED, RETURNED, REJECTED = VerificationOutcome


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def handed_in(agency, approver, edition):
    submission = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    return change_status(submission.pk, "submit", actor=approver)


def another_handed_in(edition):
    person = MembershipFactory(role=MembershipRole.APPROVER)
    submission = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=person.agency))
    return change_status(submission.pk, "submit", actor=person.user)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (PASSED, SubmissionStatus.VERIFIED),
        (RETURNED, SubmissionStatus.RETURNED),
        (REJECTED, SubmissionStatus.REJECTED),
    ],
)
def test_decision_is_recorded_and_moves_the_submission(handed_in, verifier, edition, outcome, status):
    reason = ReasonCodeFactory(edition=edition, text="Jawaban belum lengkap.")

    verification = verify_submission(
        handed_in.pk, actor=verifier, outcome=outcome, reason_ids=[reason.pk], note=" Lihat aspek 5. "
    )

    handed_in.refresh_from_db()
    assert handed_in.status == status
    assert verification.version == handed_in.versions.get()
    assert (verification.verifier, verification.note, list(verification.reasons.all())) == (
        verifier,
        "Lihat aspek 5.",
        [reason],
    )
    assert handed_in.events.last().comment == "• Jawaban belum lengkap.\nLihat aspek 5."


def test_agency_reads_the_reasons_in_its_mail(handed_in, verifier, approver):
    verify_submission(handed_in.pk, actor=verifier, outcome=RETURNED, note="Lampirkan laporan evaluasi.")

    message = OutgoingMessage.objects.get(kind="submission_return")
    assert message.recipient == approver
    assert "Lampirkan laporan evaluasi." in message.body


@pytest.mark.parametrize("outcome", [RETURNED, REJECTED])
def test_return_and_rejection_need_a_reason(handed_in, verifier, outcome):
    with pytest.raises(ValidationError) as caught:
        verify_submission(handed_in.pk, actor=verifier, outcome=outcome, note="  ")

    handed_in.refresh_from_db()
    assert caught.value.code == "comment_required"
    assert handed_in.status == SubmissionStatus.SUBMITTED
    assert not Verification.objects.exists()


def test_reason_of_another_edition_is_refused(handed_in, verifier):
    foreign = ReasonCodeFactory()

    with pytest.raises(ValidationError) as caught:
        verify_submission(handed_in.pk, actor=verifier, outcome=RETURNED, reason_ids=[foreign.pk])

    assert caught.value.code == "unknown_reason"
    assert not Verification.objects.exists()


@pytest.mark.parametrize("person", ["operator", "approver", "judge", "leader"])
def test_only_verifiers_decide(request, handed_in, person):
    with pytest.raises(PermissionDenied):
        verify_submission(handed_in.pk, actor=request.getfixturevalue(person), outcome=PASSED)

    handed_in.refresh_from_db()
    assert handed_in.status == SubmissionStatus.SUBMITTED
    assert not Verification.objects.exists()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_verifies_the_own_agency(handed_in, agency, is_superuser):
    insider = UserFactory(roles=[Role.VERIFIER], is_superuser=is_superuser)
    MembershipFactory(agency=agency, user=insider)

    with pytest.raises(PermissionDenied):
        verify_submission(handed_in.pk, actor=insider, outcome=PASSED)

    assert not Verification.objects.exists()


def test_double_click_gives_the_first_decision(handed_in, verifier):
    first = verify_submission(handed_in.pk, actor=verifier, outcome=PASSED)

    assert verify_submission(handed_in.pk, actor=verifier, outcome=PASSED) == first
    assert handed_in.events.filter(action="verify").count() == 1


def test_second_verifier_learns_that_it_is_decided(handed_in, verifier, secretary):
    verify_submission(handed_in.pk, actor=verifier, outcome=PASSED)

    with pytest.raises(ValidationError) as caught:
        verify_submission(handed_in.pk, actor=secretary, outcome=REJECTED, note="Terlambat.")

    assert caught.value.code == "stale"
    assert Verification.objects.get().outcome == PASSED


def test_version_that_was_not_read_is_not_decided(handed_in, verifier, approver):
    read = handed_in.versions.get()
    change_status(handed_in.pk, "withdraw", actor=approver, comment="Salah berkas.")
    change_status(handed_in.pk, "restore", actor=approver)
    change_status(handed_in.pk, "submit", actor=approver)

    with pytest.raises(ValidationError) as caught:
        verify_submission(handed_in.pk, actor=verifier, outcome=PASSED, version_id=read.pk)

    handed_in.refresh_from_db()
    assert caught.value.code == "stale"
    assert handed_in.status == SubmissionStatus.SUBMITTED


def test_corrected_submission_is_decided_anew(handed_in, verifier, approver):
    verify_submission(handed_in.pk, actor=verifier, outcome=RETURNED, note="Lengkapi.")
    change_status(handed_in.pk, "submit", actor=approver)

    verify_submission(handed_in.pk, actor=verifier, outcome=PASSED)

    assert list(Verification.objects.order_by("at").values_list("version__number", "outcome")) == [
        (1, "returned"),
        (2, "passed"),
    ]
    assert [(check.outcome, check.note) for check in dossier_of(handed_in).earlier] == [("returned", "Lengkapi.")]


def test_queue_begins_with_the_longest_waiting_and_marks_the_own_agency(handed_in, edition, verifier, operator, judge):
    second = another_handed_in(edition)
    MembershipFactory(agency=handed_in.innovation.agency, user=verifier)

    queue = verification_queue(verifier)

    assert [(each.pk, each.is_own) for each in queue] == [(handed_in.pk, True), (second.pk, False)]
    assert next_to_verify(verifier) == second
    assert list(verification_queue(operator)) == []
    assert list(verification_queue(judge)) == []


def test_queue_leaves_out_what_is_decided_or_a_draft(handed_in, verifier, edition):
    ReadySubmissionFactory(edition=edition)
    verify_submission(handed_in.pk, actor=verifier, outcome=PASSED)

    assert list(verification_queue(verifier)) == []
    assert next_to_verify(verifier) is None


@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count_is_constant(edition, verifier, count, django_assert_num_queries):
    for _each in range(count):
        another_handed_in(edition)
    verifier.has_perm("submissions.verify_submission")

    with django_assert_num_queries(1):
        rows = [(each.innovation.agency.region.name, each.edition.name) for each in verification_queue(verifier)]

    assert len(rows) == count


def test_dossier_puts_evidence_beside_its_section(handed_in):
    dossier = dossier_of(Submission.objects.get(pk=handed_in.pk))

    assert [(section["code"], section["evidence"]) for section in dossier.sections] == [
        ("ringkasan", []),
        ("signifikansi", []),
    ]
    assert (dossier.problems, dossier.similar, dossier.earlier) == ([], [], [])
