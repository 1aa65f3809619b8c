"""What must hold whatever people do, in whatever order, also at the same moment."""

from collections.abc import Iterable
from datetime import UTC, datetime

from innovation_portal.utils.hashing import hash_of
from submissions.enums import ComplianceState
from submissions.models import Edition, Submission, SubmissionEvent, SubmissionVersion
from submissions.selectors.compliance import duties_of
from submissions.selectors.eligibility import quota_of
from submissions.selectors.history import history_of
from submissions.workflow import MEETS_OBLIGATION, TRANSITIONS

FROM_NOTHING_ON = ["nothing", "draft", "awaiting_approval", "rejected", "returned", "submitted", "verified"]
DUTY_IS_MET = {ComplianceState.SUBMITTED, ComplianceState.VERIFIED, ComplianceState.RETURNED}


def check_invariants(edition: Edition) -> None:
    """Fail where the rows of an edition contradict its rules."""
    submissions = list(edition.submissions.select_related("innovation__agency"))
    for submission in submissions:
        _status_follows_the_table(submission)
        _versions_stand_for_the_submits(submission)
    _numbers_have_no_gap(edition, submissions)
    _quota_and_duty_are_right(edition, submissions)
    _standing_is_kept(edition, submissions)
    _history_ends_where_the_board_stands(edition)


def _status_follows_the_table(submission: Submission) -> None:
    """The events are a chain of legal steps from the draft to the present status."""
    events = list(submission.events.order_by("at", "pk"))
    status = events[0].from_status if events else submission.status  # a factory's draft has no start
    for event in events:
        assert event.from_status == status
        if event.action == "move_template":
            assert event.from_status == event.to_status
        elif event.action != "start":
            step = TRANSITIONS[event.action]
            assert event.from_status in step.sources
            assert event.to_status in {step.target, step.correction}
            assert event.comment or not step.needs_comment
        status = event.to_status
    assert submission.status == status


def _versions_stand_for_the_submits(submission: Submission) -> None:
    versions = list(submission.versions.order_by("number"))
    submits = SubmissionEvent.objects.filter(submission=submission, action="submit").order_by("at", "pk")
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert [event.version_id for event in submits] == [version.pk for version in versions]
    assert [version.sha256 for version in versions] == [hash_of(version.payload) for version in versions]


def _numbers_have_no_gap(edition: Edition, submissions: Iterable[Submission]) -> None:
    numbers = sorted(one.registration_number for one in submissions if one.registration_number)
    assert numbers == [f"INV-{edition.year}-{number:04}" for number in range(1, len(numbers) + 1)]
    assert {one.registration_number for one in submissions if one.versions.exists()} == set(numbers)


def _quota_and_duty_are_right(edition: Edition, submissions: Iterable[Submission]) -> None:
    counting = edition.submissions.filter(MEETS_OBLIGATION)
    for agency in {submission.innovation.agency for submission in submissions}:
        assert counting.filter(innovation__agency=agency).count() <= quota_of(edition, agency)
    for row in duties_of(edition):
        is_met = counting.filter(innovation__agency=row.agency_id).count() >= row.required_count
        assert (row.is_met, row.state in DUTY_IS_MET) == (is_met, is_met)


def _standing_is_kept(edition: Edition, submissions: Iterable[Submission]) -> None:
    """What stands on the obligations is what the submissions say, gone through one by one."""
    for duty in edition.obligations.all():
        own = [one for one in submissions if one.agency_id == duty.agency_id]
        reached = [_reached(one) for one in own]
        counting = [one for one in own if one.first_submitted_at and one.status not in {"rejected", "withdrawn"}]
        furthest = max(reached, key=FROM_NOTHING_ON.index, default="nothing")
        latest = max((one.updated_at for one in own), default=None)
        assert (duty.furthest, duty.submitted_count, duty.last_activity) == (furthest, len(counting), latest)


def _reached(submission: Submission) -> str:
    if submission.status == "withdrawn":
        return "nothing"
    if submission.status == "awaiting_approval" and submission.first_submitted_at:
        return "returned"
    return submission.status


def fingerprints() -> dict[int, str]:
    """Return the contents of every frozen version by its id, to see that none is ever written again."""
    return {version.pk: hash_of([version.payload, version.sha256]) for version in SubmissionVersion.objects.all()}


def _history_ends_where_the_board_stands(edition: Edition) -> None:
    """What the events say of the latest moment is what the present columns say."""
    board = list(duties_of(edition))
    history = history_of(edition)
    latest = datetime.max.replace(tzinfo=UTC)
    assert history.states_at(latest) == {row.agency_id: row.state for row in board}
    owing = [row for row in board if not row.is_exempt]
    assert history.at(latest)[:2] == (sum(row.is_met for row in owing), len(owing))
