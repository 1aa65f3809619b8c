"""Erasing what the public wrote: when its writer or the secretariat wants it, and by rule after a time."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Feedback, UsefulMark
from submissions.retention import USEFUL_VISITORS
from submissions.selectors.feedback import feedback_to_erase
from submissions.voice_enums import FeedbackState


@transaction.atomic
def withdraw_feedback(feedback_id: int) -> Feedback:
    """Erase everything that its writer wrote, and take it off the public page. Again: nothing.

    Whoever calls has shown the token of `submissions.links`, which only the writer's mails carry.
    """
    feedback = Feedback.objects.select_for_update().get(pk=feedback_id)
    if feedback.state != FeedbackState.WITHDRAWN:
        _erase(feedback, keeps_text=False, state=FeedbackState.WITHDRAWN)
        log(instance=feedback, action="submissions.withdraw_feedback")
    return feedback


@transaction.atomic
def erase_feedback(feedback_id: int, *, actor) -> Feedback:
    """Erase everything that its writer wrote, for the secretariat, whom the writer asked. Again: nothing."""
    if not actor.has_perm("submissions.erase_feedback"):
        raise PermissionDenied
    feedback = Feedback.objects.select_for_update().get(pk=feedback_id)
    if feedback.state != FeedbackState.WITHDRAWN:
        _erase(feedback, keeps_text=False, state=FeedbackState.WITHDRAWN)
        log(instance=feedback, action="submissions.erase_feedback", user=actor)
    return feedback


def erase_feedback_of(rows: QuerySet[Feedback]) -> int:
    """Erase everything that a person wrote, of several; return how many. Belongs to the transaction of erasing."""
    found = list(Feedback.objects.select_for_update().filter(pk__in=list(rows.values_list("pk", flat=True))))
    for feedback in found:
        _erase(feedback, keeps_text=False, state=FeedbackState.WITHDRAWN)
    return len(found)


def erase_old_feedback() -> int:
    """Erase name, address and what was hidden where they are kept no longer, and what was never published wholly.

    Returns how many rows it was. Runs by the clock. Again: nothing.
    """
    due = list(feedback_to_erase().values_list("pk", flat=True))
    return sum(_erase_by_rule(pk) for pk in due)


def forget_useful_visitors() -> int:
    """Take the visitor out of marks after the days of `submissions.retention`; return how many. Runs by the clock."""
    old = UsefulMark.objects.filter(day__lt=clock.today() - USEFUL_VISITORS).exclude(visitor="")
    return old.update(visitor="")


@transaction.atomic
def _erase_by_rule(feedback_id: int) -> bool:
    """Erase one; whoever comes second finds nothing to erase."""
    feedback = Feedback.objects.select_for_update().get(pk=feedback_id)
    if feedback.erased_at:
        return False
    is_public = feedback.state == FeedbackState.PUBLISHED
    _erase(feedback, keeps_text=is_public, state=feedback.state if is_public else FeedbackState.REJECTED)
    log(instance=feedback, action="submissions.erase_writer")
    return True


def _erase(feedback: Feedback, *, keeps_text: bool, state: FeedbackState) -> None:
    OutgoingMessage.objects.filter(about=f"{Feedback._meta.label_lower}:{feedback.pk}", recipient=None).delete()
    feedback.name = feedback.email = ""
    feedback.public_text = feedback.public_text if keeps_text else ""
    feedback.text = feedback.public_text
    feedback.state = state
    feedback.erased_at = feedback.erased_at or clock.now()
    feedback.revision += 1
    feedback.save(update_fields=["name", "email", "text", "public_text", "state", "erased_at", "revision"])
