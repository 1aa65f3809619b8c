from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from judging.models import Redaction
from submissions.models import Submission


@transaction.atomic
def black_out(submission: Submission, *, actor, words: str) -> Redaction:
    """Hide words of a submission from judges of blind rounds, wherever they stand in it. Again: changes nothing.

    Raises `words_required` for what has no letter or digit.
    """
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    words = " ".join(words.split())
    if not any(map(str.isalnum, words)):
        raise ValidationError(_("Write the words that are to be hidden."), code="words_required")
    redaction, is_new = Redaction.objects.get_or_create(
        submission=submission, words=words, defaults={"added_by": actor}
    )
    if is_new:
        log(instance=submission, action="judging.black_out", user=actor, data={"words": words})
    return redaction


@transaction.atomic
def show_again(redaction_id: int, *, actor) -> None:
    """Let judges read the words again. Again: changes nothing."""
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    redaction = Redaction.objects.select_related("submission").filter(pk=redaction_id).first()
    if redaction is not None:
        log(instance=redaction.submission, action="judging.show_again", user=actor, data={"words": redaction.words})
        redaction.delete()
