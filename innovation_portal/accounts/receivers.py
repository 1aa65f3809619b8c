"""What follows from news of allauth. Connected when the app is ready."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.utils.translation import ngettext

from innovation_portal.accounts.middleware import BEGUN_AT, SEEN_AT
from innovation_portal.accounts.second_factor import FEW_CODES, second_factor_of
from innovation_portal.accounts.sessions import end_other_sessions
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message


def tell_of_used_recovery_code(sender, request, user, authenticator, **kwargs):
    """Mail the owner that a recovery code let somebody in, and say to whoever signs in when few are left."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    left = second_factor_of(user).codes_left
    send_message("recovery_code_used", [user], is_urgent=True, codes_left=left)
    if left <= FEW_CODES:
        text = ngettext(
            "You have %(left)s recovery code left. Make new ones under “Account security”.",
            "You have %(left)s recovery codes left. Make new ones under “Account security”.",
            left,
        )
        messages.warning(request, text % {"left": left})


def end_sessions_without_factor(sender, request, user, authenticator, **kwargs):
    """A new factor ends all other sessions: one that began with the password alone may be a stranger's."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and request.user == user:
        end_other_sessions(request)


def begin_session(sender, request, **kwargs):
    """Let the session know since when it has been used."""
    request.session[SEEN_AT] = request.session[BEGUN_AT] = clock.now().timestamp()


def renew_key_of_session(sender, request, reauthenticated=False, **kwargs):
    """Give a session another key when its person has confirmed who they are (OWASP ASVS 5.0, 7.2.4).

    Whoever stole the old one before does not profit from the confirmation.
    """
    if not reauthenticated:
        return
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
