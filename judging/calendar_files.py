"""A presentation as a file that calendars take (iCalendar, RFC 5545)."""

from django.utils.translation import gettext as _
from icalendar import Event

from innovation_portal.utils.calendars import calendar_with, uid_of
from judging.selectors.presentations import Invitation


def calendar_of(invitation: Invitation) -> bytes:
    """Return the calendar of one presentation. A later announcement of it replaces the event of an earlier one."""
    slot = invitation.slot
    where = [invitation.place, _("Room %(number)s") % {"number": invitation.room} if invitation.room else ""]
    event = Event()
    event.add("uid", uid_of(f"presentation-{slot.pk}"))
    event.add("sequence", slot.announcements - 1)
    event.add("dtstamp", slot.announced_at)
    event.add("dtstart", invitation.starts_at)
    event.add("dtend", invitation.ends_at)
    event.add("summary", _("Presentation: %(title)s") % {"title": slot.submission.innovation.title})
    event.add("location", ", ".join(filter(None, where)) or invitation.link)
    if invitation.link:
        event.add("url", invitation.link)
    return calendar_with([event]).to_ical()
