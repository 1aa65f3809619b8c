from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole, StageKind, SubmissionStatus
from submissions.models import SubmissionEvent
from submissions.selectors.deadlines import refusal_by_clock, submission_deadline
from submissions.services.submissions import change_status
from submissions.signals import submission_verified, submission_withdrawn
from submissions.workflow import TRANSITIONS
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    SubmissionFactory,
    put_into,
)

OPERATOR_STEPS = {"request_approval", "recall"}
APPROVER_STEPS = {"request_approval", "recall", "submit", "withdraw", "restore"}
VERIFIER_STEPS = {"return", "verify", "reject"}


@pytest.fixture
def ready(agency, operator):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.mark.parametrize("status", SubmissionStatus.values)
@pytest.mark.parametrize("action", TRANSITIONS)
def test_step_is_taken_from_its_sources_and_refused_as_stale_elsewhere(ready, approver, verifier, status, action):
    put_into(ready, status)
    step = TRANSITIONS[action]
    actor = verifier if action in VERIFIER_STEPS else approver

    if status in step.sources:
        change_status(ready.pk, action, actor=actor, comment="Sebab.")
        expected = step.target
    else:
        with pytest.raises(ValidationError) as refusal:
            change_status(ready.pk, action, actor=actor, comment="Sebab.")
        assert refusal.value.code == "stale"
        expected = status

    ready.refresh_from_db()
    assert ready.status == expected
    assert ready.events.count() == (1 if status in step.sources else 0)


@pytest.mark.parametrize("action", TRANSITIONS)
@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("operator", OPERATOR_STEPS),
        ("approver", APPROVER_STEPS),
        ("foreign_approver", set()),
        ("verifier", VERIFIER_STEPS),
        ("secretary", VERIFIER_STEPS),
        ("judge", set()),
        ("leader", set()),
    ],
)
def test_step_is_for_its_role_only(request, ready, role, allowed, action):
    if role == "foreign_approver":
        actor = MembershipFactory(role=MembershipRole.APPROVER).user
    else:
        actor = request.getfixturevalue(role)
    step = TRANSITIONS[action]
    source = sorted(step.sources)[0]
    put_into(ready, source)

    if action in allowed:
        change_status(ready.pk, action, actor=actor, comment="Sebab.")
    else:
        with pytest.raises(PermissionDenied):
            change_status(ready.pk, action, actor=actor, comment="Sebab.")

    ready.refresh_from_db()
    assert ready.status == (step.target if action in allowed else source)


@pytest.mark.parametrize("action", sorted(VERIFIER_STEPS))
def test_nobody_verifies_the_own_agency_not_even_a_superuser(ready, agency, action):
    insider = UserFactory(is_superuser=True)
    MembershipFactory(agency=agency, user=insider)
    put_into(ready, "submitted")

    with pytest.raises(PermissionDenied):
        change_status(ready.pk, action, actor=insider, comment="Sebab.")

    ready.refresh_from_db()
    assert (ready.status, ready.events.count()) == ("submitted", 0)


@pytest.mark.parametrize("action", [name for name, step in TRANSITIONS.items() if step.needs_comment])
def test_step_that_needs_a_reason_is_refused_without_one(ready, approver, verifier, action):
    put_into(ready, sorted(TRANSITIONS[action].sources)[0])
    actor = verifier if action in VERIFIER_STEPS else approver

    with pytest.raises(ValidationError) as refusal:
        change_status(ready.pk, action, actor=actor, comment="  ")

    assert refusal.value.code == "comment_required"
    assert not ready.events.exists()


def test_submit_numbers_freezes_records_and_tells(ready, approver, operator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submission = change_status(ready.pk, "submit", actor=approver)

    version = submission.versions.get()
    event = submission.events.get()
    year = submission.edition.year
    assert submission.registration_number == f"INV-{year}-0001"
    assert submission.first_submitted_at is not None
    assert (version.number, version.submitted_by, version.sha256) == (1, approver, hash_of(version.payload))
    assert (event.actor, event.action, event.from_status, event.to_status, event.version) == (
        approver,
        "submit",
        "draft",
        "submitted",
        version,
    )
    mails = OutgoingMessage.objects.filter(kind="submission_submit")
    assert {mail.recipient for mail in mails} == {approver, operator}
    assert all(mail.subject.endswith(f"INV-{year}-0001") for mail in mails)


def test_submit_again_by_the_same_person_changes_nothing(ready, approver, operator):
    first = change_status(ready.pk, "submit", actor=approver)

    again = change_status(ready.pk, "submit", actor=approver)

    assert again.registration_number == first.registration_number
    assert (ready.versions.count(), ready.events.count()) == (1, 1)
    assert OutgoingMessage.objects.filter(kind="submission_submit").count() == 2


def test_submit_of_what_somebody_else_submitted_is_stale(ready, agency, approver):
    other = MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user
    change_status(ready.pk, "submit", actor=approver)

    with pytest.raises(ValidationError) as refusal:
        change_status(ready.pk, "submit", actor=other)

    assert refusal.value.code == "stale"


def test_submit_raises_all_problems_at_once_and_changes_nothing(agency, approver):
    draft = SubmissionFactory(innovation=InnovationFactory(agency=agency, started_on=None), category=None)

    with pytest.raises(ValidationError) as refusal:
        change_status(draft.pk, "submit", actor=approver)

    assert [error.code for error in refusal.value.error_list] == [
        "category_missing",
        "start_missing",
        "section_missing",
        "section_missing",
        "declaration_missing",
    ]
    draft.refresh_from_db()
    assert (draft.status, draft.registration_number, draft.versions.count()) == ("draft", "", 0)
    assert draft.edition.last_registration_number == 0


def test_numbers_follow_one_another_and_a_correction_keeps_its_own(approver, agency, verifier):
    edition = EditionFactory()
    one, two = (ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)) for _ in range(2))
    change_status(one.pk, "submit", actor=approver)
    change_status(one.pk, "return", actor=verifier, comment="Lengkapi bukti.")
    corrected = change_status(one.pk, "submit", actor=approver)
    second = change_status(two.pk, "submit", actor=approver)

    assert corrected.registration_number == f"INV-{edition.year}-0001"
    assert second.registration_number == f"INV-{edition.year}-0002"
    assert list(corrected.versions.values_list("number", flat=True)) == [2, 1]
    assert corrected.correction_due_at is None


def test_correction_is_taken_back_to_a_correction_and_a_restored_submission_starts_again(ready, approver, verifier):
    change_status(ready.pk, "submit", actor=approver)
    change_status(ready.pk, "return", actor=verifier, comment="Lengkapi bukti.")
    change_status(ready.pk, "request_approval", actor=approver)
    recalled = change_status(ready.pk, "recall", actor=approver)
    change_status(ready.pk, "withdraw", actor=approver, comment="Ditunda.")
    restored = change_status(ready.pk, "restore", actor=approver)

    assert (recalled.status, recalled.first_submitted_at is None) == ("returned", False)
    assert (restored.status, restored.first_submitted_at) == ("draft", None)
    assert list(ready.events.order_by("pk").values_list("action", "to_status"))[3] == ("recall", "returned")


def test_submit_one_second_after_the_deadline_keeps_the_draft(ready, approver):
    with clock.at(submission_deadline(ready) + timedelta(seconds=1)), pytest.raises(ValidationError) as refusal:
        change_status(ready.pk, "submit", actor=approver)

    ready.refresh_from_db()
    assert refusal.value.code == "closed"
    assert (ready.status, ready.answers.count(), ready.versions.count()) == ("draft", 2, 0)


@pytest.mark.parametrize(
    ("opened_before", "late_by", "refusal"),
    [
        (timedelta(seconds=0), timedelta(minutes=15), ""),
        (timedelta(minutes=40), timedelta(seconds=1), ""),
        (timedelta(minutes=5), timedelta(minutes=15, seconds=1), "closed"),
        (timedelta(seconds=-1), timedelta(minutes=1), "closed"),
    ],
)
def test_form_open_at_the_deadline_gets_the_grace_period(ready, opened_before, late_by, refusal):
    deadline = submission_deadline(ready)

    with clock.at(deadline + late_by):
        assert refusal_by_clock(ready, form_opened_at=deadline - opened_before) == refusal


def test_submit_in_the_grace_period_is_taken(ready, approver):
    deadline = submission_deadline(ready)

    with clock.at(deadline + timedelta(minutes=14)):
        submission = change_status(ready.pk, "submit", actor=approver, form_opened_at=deadline - timedelta(hours=1))

    assert submission.status == "submitted"


def test_submit_before_registration_opens_is_refused(agency, approver):
    moment = clock.now()
    stages = {StageKind.REGISTRATION: (moment + timedelta(days=1), moment + timedelta(days=9))}
    early = ReadySubmissionFactory(edition=EditionFactory(stages=stages), innovation=InnovationFactory(agency=agency))

    with pytest.raises(ValidationError) as refusal:
        change_status(early.pk, "submit", actor=approver)

    assert refusal.value.code == "not_open"


def test_return_gives_days_until_midnight_and_tells_the_reason(ready, approver, verifier):
    change_status(ready.pk, "submit", actor=approver)

    with clock.at(submission_deadline(ready) + timedelta(days=1)):
        returned = change_status(ready.pk, "return", actor=verifier, comment="Laporan evaluasi belum bertanda tangan.")
        expected_day = clock.today() + timedelta(days=returned.edition.correction_days)

    due = returned.correction_due_at
    local = timezone.localtime(due)
    assert (local.date(), local.hour, local.minute, local.second) == (expected_day, 23, 59, 59)
    assert submission_deadline(returned) == due
    mail = OutgoingMessage.objects.get(kind="submission_return", recipient=approver)
    assert "Laporan evaluasi belum bertanda tangan." in mail.body


@pytest.mark.parametrize(("action", "signal"), [("verify", submission_verified), ("withdraw", submission_withdrawn)])
def test_news_goes_up_with_what_it_is_about(ready, approver, verifier, action, signal):
    change_status(ready.pk, "submit", actor=approver)
    heard = []

    def listen(sender, submission_id, **kwargs):
        heard.append(submission_id)

    signal.connect(listen)
    try:
        change_status(ready.pk, action, actor=verifier if action == "verify" else approver, comment="Sebab.")
    finally:
        signal.disconnect(listen)

    assert heard == [ready.pk]


def test_withdrawn_submission_is_restored_with_its_texts(ready, approver):
    change_status(ready.pk, "withdraw", actor=approver, comment="Diganti inovasi lain.")

    restored = change_status(ready.pk, "restore", actor=approver)

    assert (restored.status, restored.answers.count()) == ("draft", 2)
    assert list(SubmissionEvent.objects.values_list("action", "comment")) == [
        ("withdraw", "Diganti inovasi lain."),
        ("restore", ""),
    ]
