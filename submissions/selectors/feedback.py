from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Count, F, Max, Q, QuerySet
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from submissions.models import Agency, Feedback, Innovation, UsefulMark
from submissions.retention import FEEDBACK_WRITERS, FORGOTTEN_FEEDBACK
from submissions.voice_enums import FeedbackState


@dataclass(frozen=True)
class ResponseTime:
    """How an agency answers what was published: in how many days usually, and how much is `answered` and `open`.

    `days` is the median over all answers, from publishing to the first answer, rounded; `None` without any.
    """

    days: int | None
    answered: int
    open: int


def feedback_with_answers() -> QuerySet[Feedback]:
    """Return all feedback with its innovation, agency and answers, the newest first."""
    rows = Feedback.objects.select_related("innovation__agency").prefetch_related("answers")
    return rows.order_by("-sent_at", "-pk")


def published_feedback(innovation: Innovation) -> QuerySet[Feedback]:
    """Return what the public reads about an innovation with the answers, the newest first. Two queries."""
    found = innovation.feedback.filter(state=FeedbackState.PUBLISHED)
    return found.prefetch_related("answers").order_by("-published_at", "-pk")


def feedback_of_agency(agency: Agency) -> QuerySet[Feedback]:
    """Return what was published about the agency's innovations: first what waits for an answer, the oldest on top."""
    found = feedback_with_answers().filter(innovation__agency=agency, state=FeedbackState.PUBLISHED)
    return found.order_by(F("answered_at").desc(nulls_first=True), "published_at", "pk")


def feedback_visible_to(user) -> QuerySet[Feedback]:
    """Return what this user may moderate: nothing about an agency they work for, and nothing without the right."""
    if not user.is_authenticated or not user.has_perm("submissions.moderate_feedback"):
        return feedback_with_answers().none()
    return feedback_with_answers().exclude(innovation__agency__in=user.memberships.values("agency"))


def decisions_about(feedback: Feedback) -> list[ModelLogEntry]:
    """Return what was decided about a feedback, by whom and why, the latest first."""
    entries = ModelLogEntry.objects.for_instance(feedback).select_related("user")
    return list(entries.order_by("-timestamp", "-pk"))


def useful_counts(innovation_ids: Iterable[int]) -> dict[int, int]:
    """Return by innovation how often it was marked as useful; those without a mark are left out."""
    marks = UsefulMark.objects.filter(innovation__in=list(innovation_ids)).order_by()
    return dict(marks.values_list("innovation").annotate(count=Count("pk")))


def response_time_of(agency: Agency) -> ResponseTime:
    """Return how the agency answers the public. One query."""
    published = Feedback.objects.filter(innovation__agency=agency, state=FeedbackState.PUBLISHED).order_by()
    rows = published.values_list("published_at", "answered_at")
    spans = [(answered - since) / timedelta(days=1) for since, answered in rows if answered]
    return ResponseTime(round(median(spans)) if spans else None, answered=len(spans), open=len(rows) - len(spans))


def feedback_to_erase() -> QuerySet[Feedback]:
    """Return the feedback whose writers are kept no longer, see `submissions.retention`."""
    now = clock.now()
    dealt_with = Q(last_answer__lt=now - FEEDBACK_WRITERS) | Q(
        state=FeedbackState.REJECTED, moderated_at__lt=now - FEEDBACK_WRITERS
    )
    found = Feedback.objects.filter(erased_at=None).annotate(last_answer=Max("answers__answered_at"))
    return found.filter(dealt_with | Q(sent_at__lt=now - FORGOTTEN_FEEDBACK)).order_by("pk")
