"""What the rules of retention do to mails, sessions and accounts that are not used."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.accounts.selectors import unused_accounts
from innovation_portal.privacy.people import person_of
from innovation_portal.privacy.registry import what_blocks
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.models import OutgoingMessage

WARNING = "account_unused"  # the kind of the mail, by which is known who was warned and when


def empty_old_messages() -> int:
    """Take address, subject and text out of old mails; return how many. What waits or failed is as old as it is."""
    before = clock.now() - timedelta(days=settings.RETENTION_MAIL_DAYS)
    State = OutgoingMessage.State
    old = OutgoingMessage.objects.filter(Q(sent_at__lt=before) | Q(state=State.FAILED, created_at__lt=before))
    return old.exclude(address="", body="").update(address="", subject="", body="", error="")


def clear_sessions() -> int:
    """Delete sessions that have run out; return how many."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]


def warn_unused_accounts() -> int:
    """Tell the owners of accounts that were not used for long that they will be closed; return how many. Once each."""
    unused = _unused_accounts().exclude(Exists(_warnings()))
    people = list(unused)
    days = settings.RETENTION_WARNED_DAYS
    for person in people:
        send_message(WARNING, [person], is_urgent=True, until=clock.today() + timedelta(days=days))
    return len(people)


def close_unused_accounts() -> int:
    """Close accounts that were warned and not used since; return how many. Who still has a duty keeps the account."""
    before = clock.now() - timedelta(days=settings.RETENTION_WARNED_DAYS)
    due = _unused_accounts().filter(Exists(_warnings().filter(created_at__lt=before)))
    return sum(_close(pk) for pk in list(due.values_list("pk", flat=True)))


def _unused_accounts() -> QuerySet[User]:
    """Return the accounts that the rule is about; those of administrators stay."""
    unused = unused_accounts(timedelta(days=settings.RETENTION_UNUSED_ACCOUNT_DAYS))
    return unused.filter(is_superuser=False).order_by("pk")


def _warnings() -> QuerySet[OutgoingMessage]:
    """The warnings of an account since it was used last."""
    used_at = Coalesce(OuterRef("last_login"), OuterRef("date_joined"))
    return OutgoingMessage.objects.filter(kind=WARNING, recipient=OuterRef("pk"), created_at__gt=used_at)


@transaction.atomic
def _close(user_id: int) -> bool:
    user = User.objects.select_for_update().get(pk=user_id)
    if not _unused_accounts().filter(pk=user_id).exists() or what_blocks(person_of(user)):
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    log(user, "privacy.close_account")
    return True
