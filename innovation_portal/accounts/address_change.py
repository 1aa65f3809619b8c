"""Moving an account to another e-mail address: by its owner, confirmed at both addresses, or by the secretariat."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import EmailChange, User
from innovation_portal.accounts.sessions import end_all_sessions
from innovation_portal.accounts.tasks import send_address_letters
from innovation_portal.utils import clock
from innovation_portal.utils.emails import hand_over, written_message

SALT = "innovation_portal.accounts.address_change"
OLD, NEW = "old", "new"
VALID_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class AddressLink:
    """What the link of a letter leads to: a change, and whose word it is, that of the old or the new address."""

    change: EmailChange
    side: str

    @property
    def is_confirmed(self) -> bool:
        return bool(self.change.old_confirmed_at if self.side == OLD else self.change.new_confirmed_at)


def token_of(change: EmailChange, side: str) -> str:
    return signing.dumps([change.pk, side], salt=SALT)


def open_change_of(user: User) -> EmailChange | None:
    """Return the change that waits for confirmations, if there is one."""
    return EmailChange.objects.filter(user=user, ended_at=None, asked_at__gt=clock.now() - VALID_FOR).first()


def read_link(token: str) -> AddressLink:
    """Return what a link leads to. Raises `over` for one that was forged, is older than 24 hours, stopped or done."""
    try:
        change_id, side = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise _over() from error
    change = EmailChange.objects.select_related("user").filter(pk=change_id).first()
    if change is None or change.ended_at or clock.now() - change.asked_at >= VALID_FOR:
        raise _over()
    return AddressLink(change, side)


@transaction.atomic
def ask_for_new_address(user_id: int, *, actor: User, new_email: str) -> EmailChange:
    """Begin a change, which ends an earlier one that waits; both addresses get a letter from the worker.

    The answer is the same whether the new address has an account or not; if it has, its letter carries no link.
    Raises `same` for the present address.
    """
    if actor.pk != user_id:
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user_id)
    address = new_email.strip().lower()
    if address == user.email:
        raise ValidationError({"new_email": ValidationError(_("This is your present address."), code="same")})
    stop_open_changes(user)
    change = EmailChange.objects.create(user=user, new_email=address)
    transaction.on_commit(lambda: send_address_letters.enqueue(change.pk))
    return change


def stop_open_changes(user: User) -> None:
    """End what waits for confirmations; links that were sent do nothing any more. Again: nothing."""
    EmailChange.objects.filter(user=user, ended_at=None).update(ended_at=clock.now())


def confirm_address(token: str) -> bool:
    """Take the word of one address, and move the account once both have given it; say whether it was moved.

    Of two confirmations at once the second waits for the first. Again: nothing. Raises `over`, also where the new
    address got an account meanwhile.
    """
    with transaction.atomic():
        link = _locked_link(token)
        change = link.change
        if link.side == OLD:
            change.old_confirmed_at = change.old_confirmed_at or clock.now()
        else:
            change.new_confirmed_at = change.new_confirmed_at or clock.now()
        change.save(update_fields=["old_confirmed_at", "new_confirmed_at"])
        if not (change.old_confirmed_at and change.new_confirmed_at):
            return False
        if not User.objects.filter(email__iexact=change.new_email).exists():
            with suppress(IntegrityError):  # somebody else gets it at this moment
                move_account(change.user_id, actor=change.user, new_email=change.new_email)
                return True
        stop_open_changes(change.user)
    raise _over()


@transaction.atomic
def stop_change(token: str) -> None:
    """End a change by the word of the old address. Raises `over`."""
    link = _locked_link(token)
    if link.side != OLD:
        raise PermissionDenied
    stop_open_changes(link.change.user)


@transaction.atomic
def move_account(user_id: int, *, actor: User, new_email: str) -> User:
    """Give an account another address: all its sessions end, both addresses get a letter, and it is logged.

    Whoever calls has checked that `actor` may. Moving it to its present address does nothing. allauth's own rows of
    the old address are deleted, which would still let somebody in with it.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    old_email, user.email = user.email, new_email.lower()
    if user.email == old_email:
        return user
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    stop_open_changes(user)
    end_all_sessions(user.pk)
    log(user, "accounts.move_account", user=actor, data={"old": old_email, "new": user.email})
    for address in (old_email, user.email):
        letter = written_message("address_changed", user, address=address, old=old_email, new=user.email, actor=actor)
        letter.save()
        hand_over(letter.pk)
    return user


def _locked_link(token: str) -> AddressLink:
    """Return the link once nobody else works on its change: the row of the person is the lock."""
    User.objects.select_for_update().get(pk=read_link(token).change.user_id)
    return read_link(token)


def _over() -> ValidationError:
    return ValidationError(
        _("This link no longer works: it is older than a day, or the change was made or stopped."), code="over"
    )
