from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from innovation_portal.accounts.provider.links import came_with_second_factor
from innovation_portal.accounts.second_factor import is_second_factor_required, lacks_second_factor
from innovation_portal.utils import clock

SEEN_AT, BEGUN_AT = "seen_at", "begun_at"
DAY = 24 * 60 * 60  # seconds
SEEN_EVERY = 60  # seconds; a session is a row, and not every request shall write it

# Where somebody may go who has still to set up the second factor: what it takes, and the ways out.
OPEN_WITHOUT_SECOND_FACTOR = {
    "accounts:second-factor",
    "accounts:recovery-codes-keep",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "accounts:provider-confirm",
    "accounts:provider-answer",
    "account_logout",
    "utils:language-set",
}


class SessionLifeMiddleware:
    """Write down when a session was last used, and end one that was left alone or has lived for too long.

    Left alone counts only for whoever must have a second factor and did not choose to stay signed in; too long, for
    everybody. The next request is that of a visitor. A request without the cookie of a session asks for none, so that
    public answers stay the same for all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self.look_at(request, clock.now())
        return self.get_response(request)

    def look_at(self, request, now):
        seen_at = request.session.get(SEEN_AT)
        if seen_at is None and not is_second_factor_required(request.user):
            return  # signed in by a program, not by a person at the door
        idle = now.timestamp() - (seen_at or now.timestamp())
        if idle > settings.SESSION_IDLE_MINUTES * 60 and self.may_be_ended(request):
            logout(request)
            messages.info(request, _("You were signed out because nothing happened for a while. Sign in again."))
        elif self.has_lived_too_long(request, now):
            logout(request)
            messages.info(request, _("You were signed in for a long time. Sign in again to go on."))
        elif seen_at is None or idle > SEEN_EVERY:
            request.session[SEEN_AT] = now.timestamp()
            request.session.setdefault(BEGUN_AT, now.timestamp())  # sessions of before there was an end
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)

    @staticmethod
    def has_lived_too_long(request, now):
        begun_at = request.session.get(BEGUN_AT, now.timestamp())
        return now.timestamp() - begun_at > settings.SESSION_LONGEST_DAYS * DAY

    @staticmethod
    def may_be_ended(request):
        return request.session.get_expire_at_browser_close() and is_second_factor_required(request.user)


class SecondFactorMiddleware:
    """Lead whoever must have a second factor to its set-up, whatever they ask for.

    A page is answered with the way there. What is no page to somebody's eyes gets 403 and a sentence: forms, parts of
    pages, saving while writing, files.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR or not lacks_second_factor(request.user):
            return None
        if came_with_second_factor(request, request.user):
            return None
        if asks_for_a_page(request):
            return redirect("accounts:second-factor")
        sentence = _("Set up your second factor first; nothing was changed. Open the portal in a new tab to do so.")
        return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=403)


def asks_for_a_page(request) -> bool:
    """Say whether a person will look at the answer: a plain visit to an address that is no file.

    `Sec-Fetch-Dest` is what browsers say of where an answer goes (W3C Fetch Metadata); old ones say nothing.
    """
    return (
        request.method in {"GET", "HEAD"}
        and not request.htmx
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and request.accepts("text/html")
        and request.path.endswith("/")
        and "export" not in request.GET
    )
