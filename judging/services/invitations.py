from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.accounts.services import account_of, path_to_set_password
from innovation_portal.utils.emails import send_message
from judging.models import Panelist
from judging.services.locks import lock_round
from judging.services.rounds import seat_judge


@transaction.atomic
def invite_judge(round_id: int, *, actor, name: str, email: str, **seat) -> Panelist:
    """Give a seat to whoever has this address of mail, and mail the way in; `seat` is as in `seat_judge`.

    A new account is made where the address has none; its owner sets the password through the mail. Again: changes the
    seat and sends the mail again. Raises `inactive` for an account that was closed, and what `seat_judge` raises.
    """
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    round_ = lock_round(round_id)
    judge = account_of(email, name=name)
    if not judge.is_active:
        raise ValidationError({"email": ValidationError(_("This account was closed."), code="inactive")})
    made = seat_judge(round_id, actor=actor, judge=judge, **seat)
    send_message(
        "judge_invited",
        [judge],
        about=round_,
        is_urgent=True,
        round=round_,
        password_path=path_to_set_password(judge),
    )
    return made
