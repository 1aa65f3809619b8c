"""A presentation as a file that calendars take (iCalendar, RFC 5545)."""

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from judging.selectors.presentations import Invitation

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def calendar_of(invitation: Invitation) -> bytes:
    """Return the calendar of one presentation. A later announcement of it replaces the event of an earlier one."""
    slot = invitation.slot
    where = [invitation.place, _("Room %(number)s") % {"number": invitation.room} if invitation.room else ""]
    event = Event()
    event.add("uid", f"presentation-{slot.pk}@{settings.PORTAL_ADDRESS.rstrip('/').rpartition('/')[2]}")
    event.add("sequence", slot.announcements - 1)
    event.add("dtstamp", slot.announced_at)
    event.add("dtstart", invitation.starts_at)
    event.add("dtend", invitation.ends_at)
    event.add("summary", _("Presentation: %(title)s") % {"title": slot.submission.innovation.title})
    event.add("location", ", ".join(filter(None, where)) or invitation.link)
    if invitation.link:
        event.add("url", invitation.link)
    calendar = Calendar()
    calendar.add("prodid", "-//Satu OPD Satu Inovasi//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()
