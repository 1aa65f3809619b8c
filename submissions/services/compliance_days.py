"""Keeping what the board said at the end of each day."""

from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from innovation_portal.utils import clock
from submissions.enums import EditionState, StageKind
from submissions.models import ComplianceDay, Edition
from submissions.selectors.editions import stage_of
from submissions.selectors.history import history_of


def keep_days() -> int:
    """Keep the days that are over and not kept yet, of every edition that was opened; return how many.

    What the schedule calls. A day is over when the next one has begun, so its figures never change.
    """
    editions = Edition.objects.exclude(state=EditionState.PREPARATION).prefetch_related("stages")
    return sum(_keep_days_of(edition) for edition in editions)


def _keep_days_of(edition: Edition) -> int:
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return 0
    latest = edition.days.aggregate(latest=Max("day"))["latest"]
    first = latest + timedelta(days=1) if latest else timezone.localdate(registration.opens_at)
    last = min(_last_day_of(edition), clock.today() - timedelta(days=1))
    if first > last:
        return 0
    rows = [
        ComplianceDay(
            edition=edition,
            day=first + timedelta(days=number),
            met=figures.met,
            owed=figures.owed,
            states={state.value: count for state, count in figures.states.items()},
        )
        for number, figures in enumerate(history_of(edition).by_day(first, last))
    ]
    ComplianceDay.objects.bulk_create(rows, ignore_conflicts=True)  # two workers find the same days
    return len(rows)


def _last_day_of(edition: Edition) -> date:
    return max(timezone.localdate(stage.closes_at) for stage in edition.stages.all())
