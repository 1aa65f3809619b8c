"""What has changed in an edition since the day before: the first thing that leadership asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.enums import ObligationStep
from submissions.models import Edition, ObligationEvent, SubmissionEvent

# What leadership is told of; writing and asking for approval stay with the agency until it hands in.
STEPS_TOLD = {
    "submit": _("handed in"),
    "return": _("has to correct its submission"),
    "verify": _("was verified"),
    "reject": _("was rejected"),
    "withdraw": _("withdrew its submission"),
}
DUTIES_TOLD = {
    ObligationStep.EXEMPTED: _("was exempted"),
    ObligationStep.LIFTED: _("owes its innovations again"),
    ObligationStep.ENDED: _("has ended"),
}


@dataclass(frozen=True)
class DayNews:
    """One thing that happened to an agency: when, who, what in words, and about which innovation if any."""

    at: datetime
    agency_id: int
    agency: str
    told: Promise
    innovation: str = ""


def news_since_yesterday(edition: Edition) -> list[DayNews]:
    """Return what happened since yesterday began, in the portal's time zone, the latest first. Two queries.

    Of a draft that was never handed in nothing is told, not even that it was withdrawn. The queries go by the moment
    alone, which finds few events; asked for the edition too, SQLite looks through all of it.
    """
    now = clock.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=1)
    steps = (
        SubmissionEvent.objects.filter(at__range=(since, now), action__in=STEPS_TOLD)
        .exclude(submission__registration_number="")
        .order_by("at", "pk")
    )
    duties = ObligationEvent.objects.filter(at__range=(since, now), step__in=DUTIES_TOLD).order_by("at", "pk")
    found = [
        DayNews(at, pk, agency, STEPS_TOLD[action], title)
        for at, pk, agency, action, title, of_edition in steps.values_list(
            "at",
            "submission__agency",
            "submission__agency__name",
            "action",
            "submission__innovation__title",
            "submission__edition",
        )
        if of_edition == edition.pk
    ]
    found += [
        DayNews(at, pk, name, DUTIES_TOLD[ObligationStep(step)])
        for at, pk, name, step, of_edition in duties.values_list(
            "at", "obligation__agency", "obligation__name", "step", "obligation__edition"
        )
        if of_edition == edition.pk
    ]
    return sorted(found, key=lambda news: news.at, reverse=True)
