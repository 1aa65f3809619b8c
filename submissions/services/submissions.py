"""The steps of a submission's life. Nobody else assigns `status`."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from submissions.enums import MembershipRole
from submissions.enums import SubmissionStatus as S
from submissions.models import Edition, Submission, SubmissionEvent, SubmissionVersion
from submissions.rules import works_for
from submissions.selectors.checks import problems_among_others, problems_within
from submissions.selectors.deadlines import refusal_by_clock, submission_deadline
from submissions.selectors.writing import written_sections
from submissions.services.versions import freeze_version, payload_of
from submissions.signals import submission_verified, submission_withdrawn
from submissions.workflow import TRANSITIONS, Transition

# Steps that people of the agency learn by mail, and which of them. The template is `emails/submission_<step>.txt`.
TOLD_BY_MAIL = {
    "request_approval": [MembershipRole.APPROVER],
    "submit": MembershipRole.values,
    "return": MembershipRole.values,
    "verify": MembershipRole.values,
    "reject": MembershipRole.values,
    "withdraw": MembershipRole.values,
}


@transaction.atomic
def change_status(
    submission_id: int, action: str, *, actor, comment: str = "", form_opened_at: datetime | None = None
) -> Submission:
    """Apply one step of the workflow and record it.

    The row is locked, so of two simultaneous requests the second sees the new status and fails with code `stale`,
    unless it is the same person's repeated submit, which returns the submission unchanged. Submitting raises
    `not_open`, `closed` after the deadline, and all problems at once when there are any. `form_opened_at` is when the
    submit form was opened, from a signed value; it gives the grace period.
    """
    step = TRANSITIONS[action]
    submission = locked_submission(submission_id)
    check_actor(step, submission, actor)
    if action == "submit" and _was_submitted_by(submission, actor):
        return submission
    check_now(step, submission, comment)

    version, now, target = None, clock.now(), step.target_of(submission)
    if action == "submit":
        version = _hand_in(submission, actor, form_opened_at)
    elif action == "return":
        submission.correction_due_at = _end_of_correction(submission.edition)
    elif action == "restore":
        submission.first_submitted_at = None  # it starts again, and counts again when it is handed in
    previous, submission.status, submission.updated_at = submission.status, target, now
    submission.save()
    SubmissionEvent.objects.create(
        submission=submission,
        actor=actor,
        action=action,
        from_status=previous,
        to_status=target,
        comment=comment.strip(),
        version=version,
        at=now,
    )
    _tell(submission, step, comment.strip())
    return submission


def locked_submission(submission_id: int) -> Submission:
    """Return the submission with its row locked to the end of the transaction."""
    return (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition", "group", "innovation__agency__region")
        .get(pk=submission_id)
    )


def check_actor(step: Transition, submission: Submission, actor) -> None:
    """Raise `PermissionDenied` for whoever may not take the step at all."""
    if not actor.has_perm(step.permission, submission):
        raise PermissionDenied
    # Superusers pass every predicate; nobody verifies the own agency all the same.
    if step.permission == "submissions.verify_submission" and works_for(actor, submission.innovation.agency_id):
        raise PermissionDenied


def check_now(step: Transition, submission: Submission, comment: str = "") -> None:
    """Refuse a step that is not legal from here (code "stale") or lacks its reason ("comment_required")."""
    if submission.status not in step.sources:
        raise ValidationError(_("This submission has moved on. Look at its present state first."), code="stale")
    if step.needs_comment and not comment.strip():
        raise ValidationError(_("Give the reason."), code="comment_required")


def _was_submitted_by(submission: Submission, actor) -> bool:
    if submission.status != S.SUBMITTED:
        return False
    last = submission.events.order_by("-at", "-pk").first()
    return last is not None and last.action == "submit" and last.actor_id == actor.pk


def _hand_in(submission: Submission, actor, form_opened_at: datetime | None) -> SubmissionVersion:
    """Check, freeze and number.

    Titles, quota and numbers are looked at with the edition locked, by one at a time. In the last minutes everybody
    waits for that lock, so whatever can be done before it is.
    """
    prefetch_related_objects([submission], "edition__stages")
    refusal = refusal_by_clock(submission, form_opened_at=form_opened_at)
    if refusal == "not_open":
        raise ValidationError(_("This edition does not take submissions now. Your draft is kept."), code=refusal)
    if refusal:
        raise ValidationError(_("The deadline has passed. Nothing was sent, your draft is kept."), code=refusal)
    sections = written_sections(submission)
    problems = problems_within(submission, sections)
    version = freeze_version(submission, payload_of(submission, sections), actor=actor, at=clock.now())
    edition = Edition.objects.select_for_update(no_key=True).get(pk=submission.edition_id)
    problems += problems_among_others(submission)
    if problems:
        raise ValidationError([ValidationError(problem.message, code=problem.code) for problem in problems])
    if not submission.registration_number:
        edition.last_registration_number += 1
        edition.save(update_fields=["last_registration_number"])
        number = f"{edition.registration_code}-{edition.year}-{edition.last_registration_number:04}"
        submission.registration_number = number
    submission.first_submitted_at = submission.first_submitted_at or clock.now()
    submission.correction_due_at = None
    return version


def _end_of_correction(edition: Edition) -> datetime:
    """A correction may be handed in until the end of its last day."""
    last_day = timezone.localtime(clock.now()) + timedelta(days=edition.correction_days)
    return last_day.replace(hour=23, minute=59, second=59, microsecond=0)


def _tell(submission: Submission, step: Transition, comment: str) -> None:
    roles = TOLD_BY_MAIL.get(step.name)
    if roles:
        members = submission.innovation.agency.memberships.filter(role__in=roles, user__is_active=True)
        people = [membership.user for membership in members.select_related("user")]
        deadline = submission_deadline(submission)
        context = {"submission": submission, "comment": comment, "deadline": deadline}
        send_message(f"submission_{step.name}", people, about=submission, **context)
    signal = {S.VERIFIED: submission_verified, S.WITHDRAWN: submission_withdrawn}.get(step.target)
    if signal:
        signal.send(sender=Submission, submission_id=submission.pk)
