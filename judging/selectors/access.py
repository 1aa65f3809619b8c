"""Who can do what in the portal: it stands here because seats in panels are known from here on only."""

from django.db.models import Prefetch, QuerySet

from innovation_portal.accounts.models import User
from innovation_portal.accounts.selectors import with_provider_link, with_second_factor
from judging.models import Panelist
from submissions.models import Membership


def people_with_access() -> QuerySet[User]:
    """Everybody with an account, with roles, `agency_parts` (memberships) and `seats` (of running work) to read.

    Four queries for any number of people.
    """
    memberships = Membership.objects.select_related("agency").order_by("agency__name")
    seats = Panelist.objects.filter(left_at=None).select_related("round__edition")
    people = with_provider_link(with_second_factor(User.objects.order_by("name", "pk")))
    return people.prefetch_related(
        "groups",
        Prefetch("memberships", queryset=memberships, to_attr="agency_parts"),
        Prefetch("panel_seats", queryset=seats.order_by("round__edition__year", "pk"), to_attr="seats"),
    )
