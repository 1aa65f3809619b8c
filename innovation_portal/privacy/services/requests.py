"""A person asks to be erased, and the secretariat decides."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.privacy.enums import RequestState
from innovation_portal.privacy.models import ErasureRequest
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message


@transaction.atomic
def ask_to_be_erased(*, actor: User, reason: str = "") -> ErasureRequest:
    """Note that a person wants to be erased. Again: the request that waits already."""
    User.objects.select_for_update().get(pk=actor.pk)
    waiting = ErasureRequest.objects.filter(user=actor, state=RequestState.ASKED).first()
    if waiting:
        return waiting
    request = ErasureRequest.objects.create(user=actor, reason=reason.strip())
    log(request, "privacy.ask", user=actor)
    return request


@transaction.atomic
def take_back_request(*, actor: User) -> None:
    """Take back the own request that waits. Again, or after the decision: nothing."""
    for request in ErasureRequest.objects.select_for_update().filter(user=actor, state=RequestState.ASKED):
        request.state = RequestState.WITHDRAWN
        request.save(update_fields=["state"])
        log(request, "privacy.take_back", user=actor)


@transaction.atomic
def refuse_request(request_id: int, *, actor: User, answer: str) -> ErasureRequest:
    """Refuse a request with its reason and tell the person. Raises `answer_required`, `own_account`, `decided`."""
    if not actor.has_perm("privacy.erase_person"):
        raise PermissionDenied
    request = ErasureRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request_id)
    if request.user_id == actor.pk:
        raise ValidationError(_("Nobody decides about the own request."), code="own_account")
    if request.state != RequestState.ASKED:
        raise ValidationError(_("This request was decided meanwhile."), code="decided")
    if not answer.strip():
        raise ValidationError({"answer": ValidationError(_("Say why it has to be kept."), code="answer_required")})
    request.state, request.answer = RequestState.REFUSED, answer.strip()
    request.decided_by, request.decided_at = actor, clock.now()
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    log(request, "privacy.refuse", user=actor)
    send_message("erasure_refused", [request.user], about=request, is_urgent=True, answer=request.answer)
    return request
