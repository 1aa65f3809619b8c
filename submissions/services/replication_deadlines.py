"""Replications whose agency of origin says nothing: reminding it, and confirming in its place."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from submissions.models import Replication
from submissions.rules import works_for
from submissions.selectors.agencies import members_of
from submissions.selectors.follow_ups import people_in_charge
from submissions.selectors.replications import origin_decides_until, replication_days, replications_to_remind
from submissions.services.replications import decide, locked_replication, the_reason
from submissions.voice_enums import ReplicationState


@transaction.atomic
def confirm_for_origin(replication_id: int, *, actor, revision: int, reason: str) -> Replication:
    """Confirm for the secretariat in the place of an agency of origin that has been silent for the edition's days.

    Both agencies are told, the register says who it was and why. Nobody does so who works for one of the agencies.
    Raises `too_early`, `reason_required`, `stale`, and `not_announced` when nothing waits.
    """
    replication = locked_replication(replication_id, revision)
    origin = replication.innovation.agency
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    if works_for(actor, origin.pk) or works_for(actor, replication.agency_id):
        raise PermissionDenied
    if replication.state != ReplicationState.ANNOUNCED:
        raise ValidationError(_("Nothing waits for your word here."), code="not_announced")
    if clock.now() < origin_decides_until(replication, replication_days()):
        raise ValidationError(_("The agency of origin may still decide by itself."), code="too_early")
    replication.reason = the_reason(reason)
    replication.state = ReplicationState.CONFIRMED
    replication.is_for_origin = True
    decide(replication, actor, "submissions.confirm_for_origin")
    context = {"about": replication, "replication": replication, "origin": origin}
    send_message("replication_confirmed_for_you", members_of(origin.pk), **context)
    return replication


def remind_origins() -> int:
    """Remind agencies of origin once, some days before the secretariat may decide in their place; return how many.

    Mailed are the persons in charge, where there is none all members. Runs by the clock. Again: nothing.
    """
    days = replication_days()
    return sum(_remind(pk, days) for pk in replications_to_remind(days))


@transaction.atomic
def _remind(replication_id: int, days: int) -> bool:
    """Remind of one; whoever comes second reminds nobody."""
    replication = locked_replication(replication_id)
    if replication.reminded_at or replication.state != ReplicationState.ANNOUNCED:
        return False
    replication.reminded_at = clock.now()
    replication.save(update_fields=["reminded_at"])
    origin = replication.innovation.agency
    last_day = origin_decides_until(replication, days) - timedelta(seconds=1)
    people = people_in_charge(origin.pk) or members_of(origin.pk)
    send_message(
        "replication_reminder", people, about=replication, replication=replication, origin=origin, last_day=last_day
    )
    return True
