"""What every file for calendars has in common (iCalendar, RFC 5545)."""

from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def calendar_with(events: Iterable[Event]) -> Calendar:
    """Return a calendar of these events that says what the standard asks for; its caller may add more."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar


def uid_of(name: str) -> str:
    """Return the uid of what has this name in this portal, by which a calendar knows it again in a later file."""
    return f"{name}@{settings.PORTAL_ADDRESS.rstrip('/').rpartition('/')[2]}"
