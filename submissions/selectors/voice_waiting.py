"""What the public, other agencies and the yearly question want of an agency, for its first page."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovation_portal.utils.formats import full_date
from submissions.models import Agency, Feedback, FollowUp, Replication
from submissions.selectors.follow_ups import open_rounds
from submissions.voice_enums import FeedbackKind, FeedbackState, ReplicationState


@dataclass(frozen=True)
class WaitingRow:
    """Something that waits: how much of what, where it is done, and a note on who or until when."""

    text: str
    url: str
    note: str = ""


def voice_waiting_for(agency: Agency) -> list[WaitingRow]:
    """Return what waits for an agency besides its duty, of each kind one row; nothing without any. Three queries."""
    return [*_feedback(agency), *_replications(agency), *_follow_ups(agency)]


def _feedback(agency: Agency) -> list[WaitingRow]:
    waiting = Feedback.objects.filter(
        innovation__agency=agency, state=FeedbackState.PUBLISHED, answered_at=None
    ).aggregate(
        questions=Count("pk", Q(kind=FeedbackKind.QUESTION)),
        reports=Count("pk", Q(kind=FeedbackKind.STOPPED)),
    )
    url = reverse("submissions:feedback-list", args=[agency.pk])
    questions = ngettext(
        "%(count)s question of the public waits for an answer",
        "%(count)s questions of the public wait for an answer",
        waiting["questions"],
    )
    reports = ngettext(
        "%(count)s report says that an innovation no longer runs",
        "%(count)s reports say that an innovation no longer runs",
        waiting["reports"],
    )
    note = _("The time to your answer is public.")
    rows = ((reports, waiting["reports"]), (questions, waiting["questions"]))
    return [WaitingRow(text % {"count": count}, url, note) for text, count in rows if count]


def _replications(agency: Agency) -> list[WaitingRow]:
    count = Replication.objects.filter(innovation__agency=agency, state=ReplicationState.ANNOUNCED).count()
    text = ngettext(
        "%(count)s replication waits to be confirmed", "%(count)s replications wait to be confirmed", count
    )
    url = reverse("submissions:replication-list", args=[agency.pk])
    return [WaitingRow(text % {"count": count}, url, _("The person in charge decides."))] if count else []


def _follow_ups(agency: Agency) -> list[WaitingRow]:
    waiting = FollowUp.objects.filter(innovation__agency=agency, outcome="", round__in=open_rounds()).aggregate(
        count=Count("pk"), closes_on=Min("round__closes_on")
    )
    if not waiting["count"]:
        return []
    text = ngettext(
        "The yearly question about %(count)s innovation waits for an answer",
        "The yearly question about %(count)s innovations waits for an answer",
        waiting["count"],
    )
    note = _("Until %(date)s; the person in charge answers.") % {"date": full_date(waiting["closes_on"])}
    url = reverse("submissions:follow-up-list", args=[agency.pk])
    return [WaitingRow(text % {"count": waiting["count"]}, url, note)]
