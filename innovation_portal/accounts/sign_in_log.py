"""Lines of the log about signing in: who, by which factors, and what was refused (OWASP ASVS 5.0, 16.3.1).

Nobody is named but by the number of the account. An address that was typed stands there as what `mark_of_address`
makes of it, so that attempts at one address can be found together and the address cannot be read.
"""

import logging

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

SALT = "innovation_portal.accounts.sign_in_log"
MARK_LENGTH = 16


def mark_of_address(email: str) -> str:
    """Return what stands for an address in the log, as 16 hexadecimal digits."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:MARK_LENGTH]


def factors_of(request: HttpRequest, user) -> str:
    """Return by what the session was opened or confirmed, in that order, such as "password, totp"."""
    records = get_authentication_records(request, user)
    return ", ".join(record.get("type", record["method"]) for record in records) or "nothing"


def note_sign_in(sender, request, user, **kwargs):
    logger.info("Signed in: person %s by %s.", user.pk, factors_of(request, user))


def note_sign_out(sender, request, user, **kwargs):
    if user is not None:
        logger.info("Signed out: person %s.", user.pk)


def note_confirmation(sender, request, user, reauthenticated=False, **kwargs):
    if reauthenticated:
        logger.info("Confirmed: person %s, %s.", user.pk, factors_of(request, user))


def note_wrong_password(email: str) -> None:
    logger.warning("Password refused: address %s.", mark_of_address(email))


def note_lock(email: str) -> None:
    logger.warning("Sign-in locked for %s minutes: address %s.", settings.LOGIN_LOCK_MINUTES, mark_of_address(email))


def note_refused_proof(code: str) -> None:
    """Write down that a code, passkey or password of somebody who is half or wholly signed in was not right."""
    logger.warning("Proof refused: %s.", code)


def note_link(user, act: str) -> None:
    """Write down that an account was "linked" to the identity provider or "unlinked"."""
    logger.info("Account %s: person %s.", act, user.pk)


def note_refused_answer(reason: str) -> None:
    """Write down why what somebody brought back from the identity provider let nobody in."""
    logger.warning("Identity provider: %s.", reason)
