"""The work areas that a person can have. Each app registers its own in a module `desks`, loaded at start.

So this app knows where to send a person who signed in without importing the apps above.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role, has_role


@dataclass(frozen=True)
class Desk:
    title: Promise
    purpose: Promise
    url: str
    icon: str
    is_open_to: Callable[[User], bool]
    order: int


OFFICE_ROLES = (Role.SECRETARIAT, Role.VERIFIER, Role.EDITORIAL, Role.HEAD_EDITOR)
_desks: list[Desk] = []


def register_desk(desk: Desk) -> None:
    _desks.append(desk)
    _desks.sort(key=lambda registered: registered.order)


def desks_of(user) -> list[Desk]:
    """Return the desks open to the user, in their fixed order; none for a visitor or a closed account."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [desk for desk in _desks if desk.is_open_to(user)]


register_desk(
    Desk(
        title=_("Back office"),
        purpose=_("Run the edition, verify submissions, edit pages and news."),
        url="/admin/",
        icon="office",
        is_open_to=lambda user: user.is_superuser or has_role(user, *OFFICE_ROLES),
        order=40,
    )
)
