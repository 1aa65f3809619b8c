"""The people whom a reminder reaches: those who work for an agency, its head, or those to whom the head answers."""

from collections import defaultdict
from collections.abc import Collection

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from submissions.enums import MembershipRole, ReminderRecipients
from submissions.models import Agency, Membership, Superior

ROLES = {
    ReminderRecipients.MEMBERS: (MembershipRole.OPERATOR, MembershipRole.APPROVER),
    ReminderRecipients.HEAD: (MembershipRole.HEAD,),
}


def people_reached(recipients: ReminderRecipients | str, agencies: Collection[int]) -> dict[int, list[User]]:
    """Return by agency its active people of that kind, ordered by name; agencies without any are left out.

    At most two queries, however many agencies.
    """
    if recipients == ReminderRecipients.SUPERIOR:
        return _superiors_of(agencies)
    rows = Membership.objects.filter(user__is_active=True, role__in=ROLES[ReminderRecipients(recipients)])
    people = defaultdict(list)
    for row in rows.filter(agency__in=agencies).select_related("user").order_by("user__name", "pk"):
        people[row.agency_id].append(row.user)
    return dict(people)


def _superiors_of(agencies: Collection[int]) -> dict[int, list[User]]:
    """Return by agency those named for it, else those named for its region; only who still belongs to leadership."""
    of_agency, of_region = defaultdict(list), defaultdict(list)
    rows = Superior.objects.filter(user__is_active=True, user__groups__name=Role.LEADERSHIP.value)
    for row in rows.select_related("user").order_by("user__name", "pk"):
        if row.agency_id:
            of_agency[row.agency_id].append(row.user)
        else:
            of_region[row.region_id].append(row.user)
    regions = Agency.objects.filter(pk__in=agencies).order_by().values_list("pk", "region")
    found = {agency: of_agency.get(agency) or of_region.get(region) for agency, region in regions}
    return {agency: people for agency, people in found.items() if people}
