"""What happens when: stages of the current edition and events of the editors, as one list."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from home.models import AgendaPage, EventPage
from innovation_portal.utils import clock
from submissions.models import Stage
from submissions.selectors.editions import current_edition

PAST_SHOWN = 20
ADDRESS_OF_STAGES = "/kompetisi/"


@dataclass(frozen=True)
class AgendaEntry:
    """A stage or an event. `uid` stays the same when its time changes; `changed_at` is unknown of stages."""

    uid: str
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    url: str
    summary: str = ""
    place: str = ""
    online_url: str = ""
    is_cancelled: bool = False
    is_stage: bool = False
    changed_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.ends_at < clock.now()

    @property
    def is_running(self) -> bool:
        return self.starts_at <= clock.now() <= self.ends_at

    @property
    def is_on_one_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)


@dataclass(frozen=True)
class Agenda:
    """`coming` holds what runs or is still to begin, the nearest first; `past` what is over, the latest first."""

    coming: list[AgendaEntry]
    past: list[AgendaEntry]


def agenda_of(page: AgendaPage) -> Agenda:
    """Return the agenda as the public reads it. Three queries."""
    entries = agenda_entries(page)
    past = [entry for entry in reversed(entries) if entry.is_over]
    return Agenda(coming=[entry for entry in entries if not entry.is_over], past=past[:PAST_SHOWN])


def agenda_entries(page: AgendaPage) -> list[AgendaEntry]:
    """Return the stages of the current edition and all live events, ordered by their begin."""
    edition = current_edition()
    stages = [entry_of_stage(stage) for stage in edition.stages.select_related("edition")] if edition else []
    events = [entry_of_event(event) for event in EventPage.objects.child_of(page).live().public().defer("body")]
    return sorted([*stages, *events], key=lambda entry: (entry.starts_at, entry.ends_at, entry.uid))


def entry_of_stage(stage: Stage) -> AgendaEntry:
    return AgendaEntry(
        uid=f"stage-{stage.pk}",
        title=str(stage.get_kind_display()),
        kind=stage.edition.name,
        starts_at=stage.opens_at,
        ends_at=stage.closes_at,
        url=ADDRESS_OF_STAGES,
        is_stage=True,
    )


def entry_of_event(event: EventPage) -> AgendaEntry:
    return AgendaEntry(
        uid=f"event-{event.pk}",
        title=event.title,
        kind=str(event.get_kind_display()),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        url=event.url or "",
        summary=event.lead,
        place=event.place,
        online_url=event.online_url,
        is_cancelled=event.is_cancelled,
        changed_at=event.last_published_at,
    )


def coming_events(limit: int) -> list[AgendaEntry]:
    """Return the next live events of the editors, those that run among them."""
    events = EventPage.objects.live().public().filter(ends_at__gte=clock.now(), is_cancelled=False)
    return [entry_of_event(event) for event in events.defer("body").order_by("starts_at", "pk")[:limit]]
