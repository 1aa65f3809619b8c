"""Until when something may be handed in. Every deadline of the portal is asked for here."""

from datetime import datetime, timedelta

from innovation_portal.utils import clock
from submissions.enums import EditionState, StageKind
from submissions.models import Agency, Edition, Extension, Submission
from submissions.selectors.editions import stage_of


def agency_deadline(edition: Edition, agency: Agency) -> datetime | None:
    """Return when registration closes for the agency: the stage's end, or a later moment that was granted.

    None means that the edition has no registration stage, so nothing can be handed in.
    """
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return None
    granted = Extension.objects.filter(edition=edition, agency=agency).values_list("closes_at", flat=True)
    return max([registration.closes_at, *granted])


def submission_deadline(submission: Submission) -> datetime | None:
    """Return until when it may be handed in: the agency's deadline, or the end of a correction where that is later."""
    closes_at = agency_deadline(submission.edition, submission.innovation.agency)
    due = [moment for moment in (closes_at, submission.correction_due_at) if moment]
    return max(due, default=None)


def refusal_by_clock(submission: Submission, *, form_opened_at: datetime | None = None) -> str:
    """Return why the submission cannot be handed in at this moment: `not_open`, `closed`, or "" when it can.

    A form that was opened before the deadline gets the edition's grace period. `form_opened_at` must come from a
    signed value, never from what a browser says.
    """
    edition = submission.edition
    registration = stage_of(edition, StageKind.REGISTRATION)
    if edition.state != EditionState.OPEN or registration is None or clock.now() < registration.opens_at:
        return "not_open"
    deadline = submission_deadline(submission)
    if form_opened_at is not None and form_opened_at <= deadline:
        deadline += timedelta(minutes=edition.grace_minutes)
    return "closed" if clock.now() > deadline else ""
