from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_changes import MANAGES_PEOPLE
from innovation_portal.accounts.rules import may_change_access
from innovation_portal.accounts.selectors import unused_accounts


@transaction.atomic
def close_unused_accounts(person_ids: Iterable[int], *, actor) -> list[User]:
    """Close those of these accounts that nobody has used for a year, and return them; again: none.

    Who has signed in meanwhile keeps the account, and so does whom the actor may not touch: the own account and, for
    others than administrators, those of administrators. An account can be opened again; its work stays.
    """
    if not (actor.is_active and actor.has_perm(MANAGES_PEOPLE)):
        raise PermissionDenied
    found = unused_accounts().filter(pk__in=list(person_ids)).select_for_update(no_key=True).order_by("pk")
    closed = [person for person in found if may_change_access(actor, person)]
    for person in closed:
        person.is_active = False
        person.save(update_fields=["is_active"])
        log(person, "accounts.close_unused", user=actor)
    return closed
