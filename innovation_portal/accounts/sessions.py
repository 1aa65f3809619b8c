"""Where a person is signed in, and ending that."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import F
from django.utils.translation import gettext as _

from innovation_portal.accounts.models import User

# The first that a browser's own description holds is it: others name themselves after Chrome and Safari as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class OwnSession:
    """One device on which a person is signed in. `last_seen_at` is right to the minute."""

    pk: int
    device: str
    ip: str
    since: datetime
    last_seen_at: datetime
    is_current: bool


def sessions_of(user: User, *, current_key: str) -> list[OwnSession]:
    """Return the living sessions of the user: the current one, then the latest seen. Forgets those that ended."""
    found = [
        OwnSession(
            pk=row.pk,
            device=device_of(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.session_key == current_key,
        )
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(found, key=lambda each: (each.is_current, each.last_seen_at), reverse=True)


def device_of(user_agent: str) -> str:
    """Write "Chrome di Windows" for what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), _("Unknown browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), _("an unknown device"))
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def end_session(session_id: int, *, actor: User) -> None:
    """Sign a person out on one own device. Again, or where it has ended: nothing."""
    for session in UserSession.objects.filter(user=actor, pk=session_id):
        session.end()


def end_all_sessions(user_id: int) -> None:
    """Sign a person out everywhere, also where nobody wrote down that they are signed in."""
    User.objects.filter(pk=user_id).update(sessions_ended=F("sessions_ended") + 1)
    UserSession.objects.filter(user=user_id).delete()


def end_sessions_of_everybody() -> int:
    """Sign everybody out everywhere; return how many sessions were known."""
    User.objects.update(sessions_ended=F("sessions_ended") + 1)
    known, _by_model = UserSession.objects.all().delete()
    return known


def end_other_sessions(request) -> None:
    """Sign the person who asks out everywhere but here."""
    UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key).delete()
    User.objects.filter(pk=request.user.pk).update(sessions_ended=F("sessions_ended") + 1)
    request.user.refresh_from_db()
    request.session[HASH_SESSION_KEY] = request.user.get_session_auth_hash()
