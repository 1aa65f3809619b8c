"""Changing what an edition asks for once somebody has begun to answer it.

Whoever began keeps sections and declarations as they were, until the secretariat moves the submission on purpose.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from submissions.models import (
    Answer,
    Declaration,
    EarlierTemplate,
    Edition,
    Section,
    Submission,
    SubmissionEvent,
)
from submissions.selectors.templates import Step, steps_to_present_template
from submissions.services.submissions import locked_submission
from submissions.services.uploads import discard_uploads
from submissions.workflow import EDITABLE

TEMPLATE_CHANGED = gettext_lazy(
    "Somebody else has changed the template meanwhile. Keep what you typed elsewhere, and open the edition again."
)
# What a person reads or has to keep to; another order is another template too.
SAID = {
    Section: (
        *("code", "title", "guidance", "example", "kind", "word_limit", "options", "unit", "for_groups"),
        *("is_required", "needs_evidence"),
    ),
    Declaration: ("code", "text", "is_required"),
}


@transaction.atomic
def save_edition(edition: Edition, *, actor) -> EarlierTemplate | None:
    """Store an edited edition with all its parts.

    Where sections or declarations were changed and submissions use them, these keep the rows they have in an
    `EarlierTemplate`, which is returned, and the edition gets new ones. Raises `stale` when somebody else has changed
    the template since the edition was read.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    # Submissions before the edition, as handing in does, or the two would wait for each other.
    using = list(Submission.objects.select_for_update().filter(edition=edition, earlier_template=None).order_by("pk"))
    stored = Edition.objects.select_for_update().get(pk=edition.pk)
    edition.state, edition.last_registration_number = stored.state, stored.last_registration_number
    _check_is_present(edition, stored)
    _use_plain_line_ends(edition)
    earlier = None
    if using and _said_by(stored) != _said_by(edition):
        earlier = _set_aside(stored, actor)
        for row in (*edition.sections.all(), *edition.declarations.all()):
            row.pk = None
    edition.save()
    return earlier


@transaction.atomic
def move_to_present_template(submission_id: int, *, actor) -> Submission:
    """Let a submission go on with what its edition asks for now, and tell its agency.

    Answers and evidence follow their section by its code. What is no longer asked for stays as it was written and is
    shown apart, evidence of it without a section; a declaration whose words have changed has to be made again. Only
    what its writers may change is moved: raises `not_movable` for the rest. Moving again changes nothing.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    submission = locked_submission(submission_id)
    if submission.earlier_template is None:
        return submission
    if submission.status not in EDITABLE:
        raise ValidationError(_("It is with somebody else or has ended, and stays as it is."), code="not_movable")
    steps = steps_to_present_template(submission)
    told = [step for step in steps if step.told and step.concerns(submission.group)]
    _move_contents(submission, steps)
    _move_consents(submission)
    submission.earlier_template, submission.updated_at = None, clock.now()
    submission.save(update_fields=["earlier_template", "updated_at"])
    SubmissionEvent.objects.create(
        submission=submission,
        actor=actor,
        action="move_template",
        from_status=submission.status,
        to_status=submission.status,
        comment="\n".join(step.told for step in told),
        at=clock.now(),
    )
    members = submission.innovation.agency.memberships.filter(user__is_active=True).select_related("user")
    people = [membership.user for membership in members]
    send_message("template_moved", people, about=submission, submission=submission, steps=told)
    return submission


def _check_is_present(edition: Edition, stored: Edition) -> None:
    """Refuse rows that were set aside meanwhile: they belong to who began with them."""
    for edited, rows in ((edition.sections, stored.sections), (edition.declarations, stored.declarations)):
        known = {row.pk for row in edited.all() if row.pk}
        if not known <= set(rows.values_list("pk", flat=True)):
            raise ValidationError(TEMPLATE_CHANGED, code="stale")


def _use_plain_line_ends(edition: Edition) -> None:
    """Browsers send line ends as CR LF; nobody has changed anything by that."""
    for rows in (edition.sections.all(), edition.declarations.all()):
        for row in rows:
            for name in SAID[type(row)]:
                value = getattr(row, name)
                setattr(row, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)


def _said_by(template: Edition) -> list[list[Any]]:
    """Return what sections and declarations say, in their order."""
    rows = (*template.sections.all(), *template.declarations.all())
    return [[getattr(row, name) for name in SAID[type(row)]] for row in sorted(rows, key=_place)]


def _place(row: Section | Declaration) -> tuple[str, int]:
    return type(row).__name__, row.sort_order or 0


def _set_aside(edition: Edition, actor) -> EarlierTemplate:
    number = edition.earlier_templates.count() + 1
    earlier = EarlierTemplate.objects.create(edition=edition, number=number, changed_by=actor, changed_at=clock.now())
    for rows in (Section, Declaration):
        rows.objects.filter(edition=edition).update(edition=None, earlier_template=earlier)
    edition.submissions.filter(earlier_template=None).update(earlier_template=earlier)
    log(edition, "submissions.change_template", user=actor, data={"number": number + 1})
    return earlier


def _move_contents(submission: Submission, steps: Sequence[Step]) -> None:
    submission.presences.all().delete()
    for step in steps:
        if step.before is None:
            continue
        here = {"section": step.before}
        if step.keeps_answer:
            Answer.objects.filter(submission=submission, **here).update(section=step.after)
        submission.evidence.filter(**here).update(section=step.after)
        uploads = submission.partial_uploads.filter(**here)
        if step.after:
            uploads.update(section=step.after)
        else:
            discard_uploads(uploads)


def _move_consents(submission: Submission) -> None:
    present = {one.code: one for one in submission.edition.declarations.all()}
    for consent in submission.consents.select_related("declaration"):
        successor = present.get(consent.declaration.code)
        if successor and successor.text == consent.declaration.text:
            consent.declaration = successor
            consent.save(update_fields=["declaration"])
        else:
            consent.delete()
