from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState
from judging.models import Panelist
from judging.services.locks import lock_round


@transaction.atomic
def agree_to_conduct(panelist_id: int, *, actor, expected: str) -> Panelist:
    """Note that a judge agrees to the code of conduct of the round, and keep its words. Again: changes nothing.

    `expected` is the hash of the words that were read. Everybody agrees for themselves, superusers included. Raises
    `not_open` outside the open round, and `stale` if the words have changed since.
    """
    round_ = lock_round(Panelist.objects.values_list("round", flat=True).get(pk=panelist_id))
    seat = Panelist.objects.get(pk=panelist_id)
    if seat.judge_id != actor.pk or seat.left_at or not actor.has_perm("judging.judge"):
        raise PermissionDenied
    if seat.agreed_at:
        return seat
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("The code of conduct is agreed to while the round is open."), code="not_open")
    if hash_of(round_.code_of_conduct) != expected:
        raise ValidationError(_("The code of conduct has changed. Read it again, please."), code="stale")
    seat.agreed_at, seat.agreed_text = clock.now(), round_.code_of_conduct
    seat.save(update_fields=["agreed_at", "agreed_text"])
    return seat
