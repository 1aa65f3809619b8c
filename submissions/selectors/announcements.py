"""Whom the secretariat writes to: agencies by what they are and how far they are, and their people by role."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from innovation_portal.utils.hashing import hash_of
from submissions.models import Agency, Edition, Membership, Region
from submissions.selectors.compliance import duties_of, in_state


@dataclass(frozen=True)
class AgencyChoice:
    """Active agencies that fit everything that is given.

    With an `edition` those that have an obligation in it, and of these the ones in one of `states`, if any are named.
    `role` chooses among their people.
    """

    edition: Edition | None = None
    region: Region | None = None
    kind: str = ""
    states: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class Reach:
    """Whom a choice reaches: the memberships, ordered by agency, and the agencies where there is nobody."""

    memberships: list[Membership]
    empty: list[Agency]

    @property
    def people(self) -> dict[int, Membership]:
        """The people, each once, by id."""
        return {membership.user_id: membership for membership in reversed(self.memberships)}

    @property
    def agency_count(self) -> int:
        return len({membership.agency_id for membership in self.memberships})

    def digest(self, *, subject: str, text: str, is_urgent: bool) -> str:
        """Return a checksum of who would get what, so that exactly what was looked at is sent."""
        return hash_of(
            {"people": sorted(self.people), "subject": subject, "text": text, "is_urgent": is_urgent},
        )


def reach_of(choice: AgencyChoice) -> Reach:
    """Return whom the choice reaches as things stand now."""
    agencies = agencies_chosen(choice)
    wanted = Membership.objects.filter(user__is_active=True, **({"role": choice.role} if choice.role else {}))
    memberships = wanted.filter(agency__in=agencies.values("pk")).select_related("user", "agency")
    empty = agencies.filter(~Exists(wanted.filter(agency=OuterRef("pk")))).order_by("name")
    return Reach(list(memberships.order_by("agency__name", "user__name", "pk")), list(empty))


def agencies_chosen(choice: AgencyChoice) -> QuerySet[Agency]:
    agencies = Agency.objects.filter(is_active=True)
    if choice.region:
        agencies = agencies.filter(region=choice.region)
    if choice.kind:
        agencies = agencies.filter(kind=choice.kind)
    if choice.edition:
        owing = duties_of(choice.edition)
        if choice.states:
            owing = owing.filter(in_state(*choice.states))
        agencies = agencies.filter(pk__in=owing.order_by().values("agency"))
    return agencies
