"""Letters about an account whose address somebody typed, who may be anybody."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from innovation_portal.accounts.address_change import NEW, OLD, token_of
from innovation_portal.accounts.models import EmailChange, User
from innovation_portal.utils.emails import send_message, written_message


def deliver_reset_letter(email: str) -> None:
    """Send the way to a new password to the open account of this address; nothing where there is none.

    The letter carries a key to the account, so it is kept nowhere. Its address is that of the settings, whatever host
    the visitor named. The invented people of the demonstration get none: their addresses may belong to somebody.
    """
    user = User.objects.filter(email__iexact=email, is_active=True, is_example=False).first()
    if user is None:
        return
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    context = {"user": user, "password_reset_url": settings.PORTAL_ADDRESS.rstrip("/") + path}
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string("account/email/password_reset_key_subject.txt", context).strip()
        body = render_to_string("account/email/password_reset_key_message.txt", context).strip()
    EmailMessage(subject, body, to=[user.email]).send()


def tell_of_lockout(email: str, *, ip: str, locked_at: datetime) -> None:
    """Tell the owner of the open account of this address when and from where signing in was locked."""
    owners = User.objects.filter(email__iexact=email, is_active=True)
    minutes = settings.LOGIN_LOCK_MINUTES
    send_message("account_locked", owners, is_urgent=True, ip=ip, locked_at=locked_at, minutes=minutes)


def deliver_address_letters(change_id: int) -> None:
    """Ask both addresses to confirm. A new address that has an account is told so, without a link.

    The links move an account, so the letters are kept nowhere. Of a change that was stopped or is gone: nothing.
    """
    change = EmailChange.objects.select_related("user").filter(pk=change_id, ended_at=None).first()
    if change is None or change.user.is_example:
        return
    has_account = User.objects.filter(email__iexact=change.new_email).exists()
    kinds = {OLD: ("address_change_old", change.user.email)}
    kinds[NEW] = ("address_change_taken" if has_account else "address_change_new", change.new_email)
    for side, (kind, address) in kinds.items():
        path = reverse("accounts:address-confirm", args=[token_of(change, side)])
        letter = written_message(kind, change.user, address=address, change=change, path=path)
        EmailMessage(letter.subject, letter.body, to=[address]).send()
