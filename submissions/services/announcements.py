from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.queueing import hand_to_worker
from submissions.models import Announcement
from submissions.selectors.announcements import AgencyChoice, reach_of
from submissions.tasks import send_announcement


@transaction.atomic
def write_to_agencies(
    key: UUID, *, actor, subject: str, text: str, choice: AgencyChoice, is_urgent: bool = False, expected: str
) -> Announcement:
    """Store an announcement with its recipients and let the worker write to each.

    `key` and `expected` are those of the preview (`Reach.digest`). The same key again returns the announcement of the
    first time and sends nothing. Raises `ValidationError` with code "stale" when people or words are no longer those
    of the preview, and "nobody" when the choice reaches nobody.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    reach = reach_of(choice)
    words = {"subject": " ".join(subject.split()), "text": text.strip(), "is_urgent": is_urgent}
    if not reach.memberships:
        raise ValidationError(_("Nobody fits this choice."), code="nobody")
    if reach.digest(**words) != expected:
        raise ValidationError(_("Something changed since this preview. Look at the new one."), code="stale")
    announcement, is_new = Announcement.objects.get_or_create(key=key, defaults={**words, "written_by": actor})
    if is_new:
        announcement.recipients.set(reach.people)
        log(
            announcement,
            "submissions.write_to_agencies",
            user=actor,
            data={"people": len(reach.people), "agencies": reach.agency_count},
        )
        hand_to_worker(send_announcement, announcement.pk)
    return announcement


@transaction.atomic
def deliver_announcement(announcement_id: int) -> list[int]:
    """Store a message for each recipient whose account is still open; returns their ids. Runs as a task.

    Again: stores nothing.
    """
    announcement = Announcement.objects.select_for_update().get(pk=announcement_id)
    if announcement.sent_at:
        return []
    ids = send_message(
        "announcement",
        announcement.recipients.filter(is_active=True),
        about=announcement,
        is_urgent=announcement.is_urgent,
        subject=announcement.subject,
        text=announcement.text,
    )
    announcement.sent_at = clock.now()
    announcement.save(update_fields=["sent_at"])
    return ids
