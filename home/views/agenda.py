"""The agenda as a page and as a calendar."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from home.calendar_files import calendar_of
from home.models import AgendaPage, EventPage, PortalSettings
from home.selectors.agenda import AgendaEntry, agenda_entries, agenda_of, entry_of_event
from home.views.structured_data import event_data
from innovation_portal.utils.calendars import CALENDAR_TYPE


def agenda_context(page: AgendaPage) -> dict:
    calendar = f"{page.full_url}{page.reverse_subpage('calendar')}"
    return {
        "agenda": agenda_of(page),
        "calendar_url": calendar,
        "subscription_url": f"webcal://{calendar.partition('://')[2]}",
    }


def event_context(page: EventPage) -> dict:
    return {
        "entry": entry_of_event(page),
        "calendar_url": f"{page.url or ''}{page.reverse_subpage('calendar')}",
        "structured_data": event_data(page),
    }


def whole_calendar(page: AgendaPage) -> HttpResponse:
    name = _("Agenda of %(portal)s") % {"portal": PortalSettings.load().portal_name}
    return _file(agenda_entries(page), calendar_name=name, file_name="kalender.ics")


def event_calendar(page: EventPage) -> HttpResponse:
    return _file([entry_of_event(page)], calendar_name=page.title, file_name=f"{page.slug}.ics")


def _file(entries: list[AgendaEntry], *, calendar_name: str, file_name: str) -> HttpResponse:
    content = calendar_of(entries, name=calendar_name)
    headers = {"Content-Disposition": f'inline; filename="{file_name}"'}
    return HttpResponse(content, content_type=CALENDAR_TYPE, headers=headers)
