from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from submissions.models import Edition

User = get_user_model()


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
