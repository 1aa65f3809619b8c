"""Wrong passwords lock the sign-in with an address for some minutes, whether it has an account or not.

Attempts are counted by address and, for browsers in which that person signed in before, by browser: whoever tries
passwords from elsewhere locks out others like him, and not the owner at the own desk (OWASP, "Slow Down Online
Guessing Attacks with Device Cookies").
"""

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from innovation_portal.accounts.sign_in_log import note_lock, note_wrong_password
from innovation_portal.accounts.tasks import tell_of_lockout
from innovation_portal.utils import clock

COOKIE_AGE = 365 * 24 * 60 * 60
SALT = "innovation_portal.accounts.lockout"
MOST_PEOPLE = 8  # of a shared computer, the latest
COUNTED = ("login_failed", "lock_out", "lock_out_letter")


def counter_of(request, email: str) -> str:
    """Return under what attempts with this address are counted in this browser."""
    email = email.lower()
    browser, people = _browser_of(request)
    return f"{email}:{browser}" if _mark_of(email) in people else email


def lockout_message() -> str:
    text = _(
        "Too many wrong attempts. Signing in with this address is locked for %(minutes)s minutes. Wait, or choose a "
        "new password by “Forgotten password?”: that ends the lock at once. If it happens again, tell the secretariat."
    )
    return text % {"minutes": settings.LOGIN_LOCK_MINUTES}


def count_wrong_password(request, email: str, *, ip: str) -> None:
    """Count a refused password; the one that begins a lock is told to the owner, if there is one, by the worker."""
    key = counter_of(request, email)
    note_wrong_password(email)
    ratelimit.consume(request, action="lock_out", key=key)
    if ratelimit.consume(request, action="lock_out", key=key, dry_run=True):
        return
    if ratelimit.consume(request, action="lock_out_letter", key=key):
        note_lock(email)
        tell_of_lockout.enqueue(email.lower(), ip, clock.now().isoformat())


def lift_lock(request, email: str) -> None:
    """Forget the attempts with this address, those of this browser and those of all others."""
    for action in COUNTED:
        for key in {email.lower(), counter_of(request, email)}:
            ratelimit.clear(request, action=action, key=key)


def remember_browser(request, response, email: str) -> None:
    """Let this browser count for itself what is tried with this address; its owner has just proved to be here."""
    browser, people = _browser_of(request)
    mark = _mark_of(email.lower())
    people = [mark, *(each for each in people if each != mark)][:MOST_PEOPLE]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps([browser or get_random_string(16), people], salt=SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _browser_of(request) -> tuple[str, list[str]]:
    try:
        cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
        browser, people = signing.loads(cookie, salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return "", []
    return browser, people


def _mark_of(email: str) -> str:
    """Return what stands for an address in the cookie, so that the next one at the computer cannot read it there."""
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:16]
