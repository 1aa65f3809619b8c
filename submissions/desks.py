from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.desks import Desk, register_desk
from submissions.models import Agency

register_desk(
    Desk(
        title=_("Agency workspace"),
        purpose=_("Write and submit the innovation of your agency, and report how it is doing."),
        url="/opd/",
        icon="pencil",
        is_open_to=lambda user: user.memberships.exists(),
        order=10,
    )
)
register_desk(
    Desk(
        title=_("Monitoring"),
        purpose=_("See day by day which agencies have kept their duty and whom to call."),
        url="/pantau/",
        icon="chart",
        is_open_to=lambda user: user.has_perm("submissions.view_compliance"),
        order=30,
    )
)


def agency_tabs(agency: Agency, current: str = "") -> list[dict]:
    """Return the tabs of an agency's desk as `components/_tab.html` takes them, also for pages of the apps above."""
    tabs = {
        "dashboard": gettext("Overview"),
        "submission-list": gettext("Submissions"),
        "innovation-list": gettext("Our innovations"),
        "idea-list": gettext("Ideas"),
        "national-list": gettext("National track"),
        "member-list": gettext("Members"),
        "channel-list": gettext("Channels"),
        "feedback-list": gettext("Public voice"),
        "follow-up-list": gettext("Follow-up"),
        "replication-list": gettext("Replication"),
        "iid-list": gettext("IID"),
    }
    return [
        {"label": label, "url": reverse(f"submissions:{name}", args=[agency.pk]), "is_current": name == current}
        for name, label in tabs.items()
    ]
