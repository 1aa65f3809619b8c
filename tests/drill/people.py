"""The people and agencies of the drill, made once for all scenarios."""

from datetime import timedelta
from functools import cache

from django.test import override_settings

from home.benchmark import Sizes, competition, registry
from home.services.site import set_up_site
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import MembershipRole
from submissions.models import Membership
from tests.access.world import build_world
from tests.access.worlds import Worlds, build_worlds

JUDGES = 12


def load_people(agency_count: int) -> None:
    """Fill the empty database with agencies and their people. They get mail, other than those of the demonstration."""
    sizes = Sizes(agencies=agency_count, innovations=0, submissions=0, judges=JUDGES)
    agencies = registry.load_agencies(sizes)
    people = registry.load_people(sizes, agencies)
    User.objects.update(is_example=False)
    closed = clock.now() - timedelta(days=1)
    competition.load_edition(clock.now().year, agencies, actor=people.secretary, closes_at=closed)
    set_up_site()


def people_of() -> registry.People:
    """The people that were loaded."""
    return registry.People(
        secretary=_first(Role.SECRETARIAT),
        leader=_first(Role.LEADERSHIP),
        chair=_first(Role.CHAIR),
        judges=list(User.objects.filter(groups__name=Role.JUDGE.value).order_by("pk")),
        approvers=_members(MembershipRole.APPROVER),
        operators=_members(MembershipRole.OPERATOR),
    )


def _first(role: Role) -> User:
    return User.objects.filter(groups__name=role.value).earliest("pk")


def _members(role: MembershipRole) -> dict[int, User]:
    memberships = Membership.objects.filter(role=role).select_related("user").order_by("agency")
    return {membership.agency_id: membership.user for membership in memberships}


@cache
def load_worlds() -> Worlds:
    """Load once what the access table is about; nobody of it signs in by password, so none is hashed at length."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        return build_worlds(build_world())
