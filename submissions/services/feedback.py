"""Asking and reporting in public, answering for the agency, and saying that something is useful."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message_to_address
from innovation_portal.utils.visitors import visitor_of_day
from submissions.links import feedback_token
from submissions.models import Feedback, FeedbackAnswer, Innovation, UsefulMark
from submissions.rules import works_for
from submissions.voice_enums import FeedbackKind, FeedbackState


@dataclass(frozen=True)
class Writer:
    """Who writes, as far as they want to say: `name` stands beside the text, `email` gets the answer."""

    name: str = ""
    email: str = ""


@transaction.atomic
def give_feedback(
    innovation_id: int,
    *,
    writer: Writer,
    kind: FeedbackKind,
    text: str,
    consent: str,
    form_key: str,
    is_proven: bool,
) -> Feedback:
    """Take a question or report to the editors, and mail its writer how to delete it, where there is an address.

    `consent` are the words that were agreed to. The same `form_key` again returns the same row.
    """
    feedback, is_new = Feedback.objects.get_or_create(
        form_key=form_key,
        defaults={
            "innovation": Innovation.objects.get(pk=innovation_id),
            "kind": kind,
            "text": text.strip(),
            "name": " ".join(writer.name.split()),
            "email": writer.email,
            "consent": consent,
            "is_proven": is_proven,
        },
    )
    if is_new:
        write_to_writer("feedback_received", feedback)
    return feedback


@transaction.atomic
def answer_feedback(feedback_id: int, *, actor, text: str, seen: int) -> FeedbackAnswer:
    """Answer for the agency in public, or amend the answer by another one, and mail the writer.

    `seen` is how many answers the actor has read; raises `stale` if there are more by now, `text_required`, and
    `not_published` for what editors took off again.
    """
    feedback = _locked(feedback_id)
    if not works_for(actor, feedback.innovation.agency_id):
        raise PermissionDenied
    if feedback.state != FeedbackState.PUBLISHED:
        raise ValidationError(_("The editors have taken this off the public page."), code="not_published")
    if not text.strip():
        raise ValidationError(_("Write the answer; everybody reads it."), code="text_required")
    if feedback.answers.count() != seen:
        raise ValidationError(_("Somebody has answered meanwhile. Read that answer first."), code="stale")
    answer = FeedbackAnswer.objects.create(feedback=feedback, number=seen + 1, text=text.strip(), answered_by=actor)
    if feedback.answered_at is None:
        feedback.answered_at = answer.answered_at
        feedback.save(update_fields=["answered_at"])
    log(instance=feedback, action="submissions.answer_feedback", user=actor)
    write_to_writer("feedback_answered", feedback, answer=answer)
    return answer


def mark_useful(innovation_id: int, *, address: str) -> bool:
    """Count that somebody finds an innovation useful, from one network `address` once a day; say if it counted."""
    day = clock.today()
    _mark, is_new = UsefulMark.objects.get_or_create(
        innovation_id=innovation_id, day=day, visitor=visitor_of_day("submissions.useful", address, day)
    )
    return is_new


def write_to_writer(kind: str, feedback: Feedback, **context) -> None:
    if feedback.email:
        send_message_to_address(
            kind,
            feedback.email,
            about=feedback,
            feedback=feedback,
            deletion=feedback_token(feedback.pk),
            **context,
        )


def _locked(feedback_id: int) -> Feedback:
    return Feedback.objects.select_for_update(of=("self",)).select_related("innovation__agency").get(pk=feedback_id)
