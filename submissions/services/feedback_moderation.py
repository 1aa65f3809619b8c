"""What editors decide about the feedback of the public. Nobody decides about an agency they work for."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.contacts import without_personal_data
from innovation_portal.utils.emails import send_message
from submissions.models import Feedback
from submissions.rules import works_for
from submissions.selectors.agencies import members_of
from submissions.voice_enums import FeedbackState


@transaction.atomic
def publish_feedback(feedback_id: int, *, actor, revision: int, hidden_words: Sequence[str] = ()) -> Feedback:
    """Let the public read it without what leads to a person, and mail the agency's people that it waits for an answer.

    Hidden are what `utils.contacts` finds and `hidden_words`, which the actor has read in it, such as the name of an
    officer; raises `not_in_text` for a word that does not stand there.

    What was published before and taken off keeps its first moment, and nobody is mailed again. Raises `stale` when
    somebody else has decided since `revision`, `not_waiting` when nothing is to be decided.
    """
    feedback = _locked(feedback_id, actor, revision, FeedbackState.WAITING)
    strange = [word for word in hidden_words if word.casefold() not in feedback.text.casefold()]
    if strange:
        text = _("This does not stand in the text: %(words)s.") % {"words": ", ".join(strange)}
        raise ValidationError({"hidden_words": ValidationError(text, code="not_in_text")})
    is_first = feedback.published_at is None
    feedback.public_text = without_personal_data(feedback.text, hidden_words)
    feedback.published_at = feedback.published_at or clock.now()
    _decide(feedback, FeedbackState.PUBLISHED)
    log(instance=feedback, action="submissions.publish_feedback", user=actor)
    if is_first:
        agency = feedback.innovation.agency
        send_message("feedback_published", members_of(agency.pk), about=feedback, feedback=feedback, agency=agency)
    return feedback


@transaction.atomic
def reject_feedback(feedback_id: int, *, actor, revision: int, reason: str) -> Feedback:
    """Keep it from the public, with a reason that the history keeps. Raises `reason_required`, and as publishing."""
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why."), code="reason_required")})
    feedback = _locked(feedback_id, actor, revision, FeedbackState.WAITING)
    _decide(feedback, FeedbackState.REJECTED)
    log(instance=feedback, action="submissions.reject_feedback", user=actor, data={"reason": reason.strip()})
    return feedback


@transaction.atomic
def undo_moderation(feedback_id: int, *, actor, revision: int) -> Feedback:
    """Let it wait again, off the public page; answers stay for when it is published again. Raises `erased` too."""
    feedback = _locked(feedback_id, actor, revision, FeedbackState.PUBLISHED, FeedbackState.REJECTED)
    if not feedback.text:
        raise ValidationError(_("Its text was erased; there is nothing to decide about any more."), code="erased")
    _decide(feedback, FeedbackState.WAITING)
    log(instance=feedback, action="submissions.undo_moderation", user=actor)
    return feedback


def _locked(feedback_id: int, actor, revision: int, *states: FeedbackState) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("innovation__agency")
    feedback = rows.get(pk=feedback_id)
    if not actor.has_perm("submissions.moderate_feedback") or works_for(actor, feedback.innovation.agency_id):
        raise PermissionDenied
    if feedback.revision != revision:
        raise ValidationError(_("Somebody has decided about it meanwhile. Look at it again."), code="stale")
    if feedback.state not in states:
        raise ValidationError(_("As it stands, this cannot be done."), code="not_waiting")
    return feedback


def _decide(feedback: Feedback, state: FeedbackState) -> None:
    feedback.state = state
    feedback.moderated_at = clock.now()
    feedback.revision += 1
    feedback.save(update_fields=["state", "public_text", "published_at", "moderated_at", "revision"])
