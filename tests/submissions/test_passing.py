import pytest
from django.core.exceptions import PermissionDenied

from innovation_portal.accounts.roles import Role
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import FormerWinners, Lineage, SubmissionStatus
from submissions.models import EarlierTemplate, Edition, Verification
from submissions.selectors.passing import pass_candidates
from submissions.selectors.verification import verification_queue
from submissions.services.claims import claim_submission
from submissions.services.passing import pass_submissions
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, GroupFactory, InnovationFactory, MembershipFactory, handed_in


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def colleague(db):
    return UserFactory(name="Budi Santoso", roles=[Role.VERIFIER])


@pytest.fixture
def mixed(edition, verifier, colleague):
    """Clean, of the own agency, on a colleague's desk, with a finding, of an edition that asks for two people."""
    strict = EditionFactory(needs_second_verifier=True)
    names = ("clean", "own", "held", "found")
    things = {name: handed_in(edition) for name in names} | {"strict": handed_in(strict)}
    MembershipFactory(agency=things["own"].innovation.agency, user=verifier)
    claim_submission(things["held"].pk, actor=colleague)
    things["found"].consents.all().delete()
    return things


def seen(*submissions):
    return {submission.pk: submission.versions.first().pk for submission in submissions}


def statuses(things):
    for each in things.values():
        each.refresh_from_db()
    return {name: each.status for name, each in things.items()}


def test_candidates_say_what_stands_in_the_way(mixed, verifier):
    candidates = {each.submission.pk: each for each in pass_candidates(verification_queue(verifier))}

    assert {name: candidates[each.pk].obstacle for name, each in mixed.items()} == {
        "clean": "",
        "own": "Anda bekerja di instansi ini.",
        "held": "Budi Santoso sedang mengerjakannya.",
        "found": "Ada temuan sistem, jadi usulan ini dibaca tersendiri.",
        "strict": "Edisinya memerlukan pemeriksa kedua, jadi usulan ini dibaca tersendiri.",
    }
    assert [problem.code for problem in candidates[mixed["found"].pk].problems] == ["declaration_missing"]


@pytest.mark.parametrize("count", [2, 5])
def test_candidates_cost_the_same_queries_however_many_they_are(edition, verifier, count, django_assert_num_queries):
    origin = InnovationFactory()
    for _number in range(count):
        source = InnovationFactory(lineage=Lineage.DEVELOPMENT, source=origin)
        handed_in(edition, lineage=Lineage.DEVELOPMENT, source=source)
    group = GroupFactory(edition=edition, former_winners=FormerWinners.EXCLUDED, top_awards="Top 45")
    edition.submissions.update(group=group)
    earlier = EarlierTemplate.objects.create(edition=edition, number=1, changed_by=verifier)
    edition.submissions.filter(pk=edition.submissions.first().pk).update(earlier_template=earlier)

    with django_assert_num_queries(20):
        candidates = pass_candidates(verification_queue(verifier))
    assert [candidate.obstacle for candidate in candidates] == [""] * count


def test_only_what_nothing_stands_in_the_way_of_is_passed(mixed, verifier):
    results = pass_submissions(seen(*mixed.values()), actor=verifier)

    assert {result.submission.pk for result in results if not result.obstacle} == {mixed["clean"].pk}
    assert statuses(mixed) == {
        "clean": SubmissionStatus.VERIFIED,
        **dict.fromkeys(("own", "held", "found", "strict"), SubmissionStatus.SUBMITTED),
    }
    verification = Verification.objects.get()
    assert (verification.version.submission, verification.verifier) == (mixed["clean"], verifier)
    assert OutgoingMessage.objects.filter(kind="submission_verify").count() == 1


def test_superuser_does_not_pass_the_own_agency_either(edition):
    insider, submission = UserFactory(is_superuser=True), handed_in(edition)
    MembershipFactory(agency=submission.innovation.agency, user=insider)

    results = pass_submissions(seen(submission), actor=insider)

    assert [bool(result.obstacle) for result in results] == [True]
    assert not Verification.objects.exists()


def test_what_was_decided_since_the_preview_is_said(edition, verifier, colleague):
    decided, waiting = handed_in(edition), handed_in(edition)
    versions = seen(decided, waiting)
    verify_submission(decided.pk, actor=colleague, outcome="rejected", note="Tidak sesuai.")

    results = pass_submissions(versions, actor=verifier)

    assert [(result.submission, result.obstacle) for result in results] == [
        (waiting, ""),
        (decided, "Usulan ini tidak menunggu lagi."),
    ]
    assert Verification.objects.get(version__submission=decided).outcome == "rejected"


def test_newer_version_than_the_one_seen_stays(edition, verifier):
    submission = handed_in(edition)
    approver, versions = submission.events.get().actor, seen(submission)
    change_status(submission.pk, "withdraw", actor=approver, comment="Salah berkas.")
    change_status(submission.pk, "restore", actor=approver)
    change_status(submission.pk, "submit", actor=approver)

    results = pass_submissions(versions, actor=verifier)

    assert [bool(result.obstacle) for result in results] == [True]
    assert not Verification.objects.exists()


def test_drafts_are_not_even_named(edition, verifier):
    submission = handed_in(edition)
    submission.edition.submissions.update(status="draft", registration_number="", first_submitted_at=None)

    assert pass_submissions({submission.pk: 1}, actor=verifier) == []


@pytest.mark.parametrize("person", ["operator", "judge", "leader"])
def test_only_verifiers_pass(request, edition, person):
    submission = handed_in(edition)

    with pytest.raises(PermissionDenied):
        pass_submissions(seen(submission), actor=request.getfixturevalue(person))

    assert not Verification.objects.exists()


def test_second_person_rule_that_was_switched_on_meanwhile_is_kept(edition, verifier):
    submission = handed_in(edition)
    versions = seen(submission)
    Edition.objects.update(needs_second_verifier=True)

    assert [bool(result.obstacle) for result in pass_submissions(versions, actor=verifier)] == [True]
