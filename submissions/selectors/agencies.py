from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import ModelLogEntry

from submissions.models import Agency, AgencyChange, Edition

User = get_user_model()

MEMBER_ACTIONS = ("submissions.invite_member", "submissions.remove_member", "submissions.hand_over")
SHOWN_ENTRIES = 20


def members_of(agency_id: int) -> QuerySet[User]:
    """Return the active people who work for the agency in the portal."""
    return User.objects.filter(is_active=True, memberships__agency=agency_id)


def members_of_obliged_agencies(edition: Edition) -> QuerySet[User]:
    """Return everybody who works for an agency that owes something in the edition, each once."""
    return User.objects.filter(
        is_active=True,
        memberships__agency__obligations__edition=edition,
        memberships__agency__obligations__is_exempt=False,
    ).distinct()


def history_of_members(agency: Agency) -> list[ModelLogEntry]:
    """Return who was invited, removed or followed by somebody else, the latest first."""
    entries = ModelLogEntry.objects.for_instance(agency).filter(action__in=MEMBER_ACTIONS)
    return list(entries.select_related("user").order_by("-timestamp", "-pk")[:SHOWN_ENTRIES])


def changes_of(agency: Agency) -> QuerySet[AgencyChange]:
    """Return what became of the agency and of those that were merged into it, the latest first."""
    return AgencyChange.objects.filter(Q(agency=agency) | Q(successor=agency)).select_related("agency", "successor")
