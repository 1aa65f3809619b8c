"""Taking off the second factor of somebody who has lost it together with the recovery codes (docs/accounts.md)."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.accounts.sessions import end_all_sessions
from innovation_portal.utils.emails import send_message


@transaction.atomic
def lift_second_factor(user_id: int, *, reason: str) -> bool:
    """Delete all factors and recovery codes of a person, sign them out everywhere and tell them.

    Returns whether there were any. Whoever calls has proved by the rule of docs/accounts.md who asks; `reason` says
    how and stands in the history. The next sign-in is by password and leads whoever must have a factor to a new one.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    deleted, _by_model = Authenticator.objects.filter(user=user).delete()
    if not deleted:
        return False
    end_all_sessions(user.pk)
    log(user, "accounts.lift_second_factor", data={"reason": reason})
    send_message("second_factor_lifted", [user], is_urgent=True)
    return True
