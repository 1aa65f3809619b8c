"""The agenda as a file that calendars take or subscribe to (iCalendar, RFC 5545 and 7986)."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from icalendar import Event

from home.selectors.agenda import AgendaEntry
from innovation_portal.utils import clock
from innovation_portal.utils.calendars import calendar_with, uid_of

# How often a subscribed calendar should ask again; a moved deadline must arrive the same day.
REFRESHED = timedelta(hours=6)


def calendar_of(entries: Iterable[AgendaEntry], *, name: str) -> bytes:
    """Return a calendar of all entries under `name`. The same entry has the same uid in every file and at any time."""
    calendar = calendar_with(_event_of(entry) for entry in entries)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    return calendar.to_ical()


def _event_of(entry: AgendaEntry) -> Event:
    portal = settings.PORTAL_ADDRESS.rstrip("/")
    event = Event()
    event.add("uid", uid_of(entry.uid))
    event.add("dtstamp", entry.changed_at or clock.now())
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", f"{entry.title} ({entry.kind})")
    event.add("url", entry.url if "://" in entry.url else f"{portal}{entry.url}")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.is_stage:
        event.add("transp", "TRANSPARENT")  # a stage lasts weeks and keeps nobody busy
    if entry.summary:
        event.add("description", entry.summary)
    if entry.place or entry.online_url:
        event.add("location", entry.place or entry.online_url)
    return event
