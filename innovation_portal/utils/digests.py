"""The daily mail of those who do not want each message at once."""

from datetime import date, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.emails import hand_over, written_message
from innovation_portal.utils.models import OutgoingMessage

DIGEST_AT = time(7)  # in the portal's time zone


def send_daily_mails() -> int:
    """Put what waits for each person into one mail and return how many mails that were. Runs by the clock.

    From seven in the morning, once a day and person, also when it runs twice or by two processes at once. A message
    that comes later waits for the next day.
    """
    if timezone.localtime(clock.now()).time() < DIGEST_AT:
        return 0
    waiting = OutgoingMessage.objects.filter(state=OutgoingMessage.State.WAITING, digest=None)
    served = OutgoingMessage.objects.filter(digest_on=clock.today()).values("recipient")
    people = waiting.exclude(recipient__in=served).order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_send_daily_mail(person, clock.today()) for person in list(people))


@transaction.atomic
def _send_daily_mail(recipient_id: int, day: date) -> bool:
    """Write the mail of one person and day; whoever comes second finds nothing that waits, or the mail of the day."""
    mine = OutgoingMessage.objects.filter(recipient=recipient_id)
    waiting = mine.filter(state=OutgoingMessage.State.WAITING, digest=None).order_by("created_at", "pk")
    messages = list(waiting.select_for_update(of=("self",)).select_related("recipient"))
    if not messages or mine.filter(digest_on=day).exists():
        return False
    recipient = messages[0].recipient
    digest = written_message("digest", recipient, messages=[_entry(message) for message in messages])
    digest.digest_on = day
    digest.save()
    OutgoingMessage.objects.filter(pk__in=[message.pk for message in messages]).update(digest=digest)
    hand_over(digest.pk)
    return True


def _entry(message: OutgoingMessage) -> dict[str, str]:
    """Return subject and text of a message, without the greeting that the daily mail has once for all."""
    with translation.override(settings.LANGUAGE_CODE):
        greeting = _("Dear %(name)s,") % {"name": message.recipient.name}
    return {"subject": message.subject, "body": message.body.removeprefix(greeting).strip()}
