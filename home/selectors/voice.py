"""What the public says about an innovation and hears of it, for its page."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from submissions.models import Feedback, Innovation, Replication, UsefulMark
from submissions.selectors.feedback import ResponseTime, published_feedback, response_time_of
from submissions.selectors.replications import replications_of
from submissions.voice_enums import FeedbackState, ReplicationState


@dataclass(frozen=True)
class Voice:
    """How many marked the innovation as useful, what was asked and answered, the newest first, and how fast; and who
    has taken it over, the first on top.
    """

    useful: int
    feedback: list[Feedback]
    response: ResponseTime
    replications: list[Replication]


def voice_of(innovation: Innovation) -> Voice:
    """Return the voice of the public about an innovation.

    One query where nobody has said anything yet, as of most innovations; five more at most where there is something.
    """
    useful, is_asked, is_taken_over = _what_there_is(innovation)
    return Voice(
        useful=useful,
        feedback=list(published_feedback(innovation)) if is_asked else [],
        response=response_time_of(innovation.agency) if is_asked else ResponseTime(None, answered=0, open=0),
        replications=list(replications_of(innovation)) if is_taken_over else [],
    )


def _what_there_is(innovation: Innovation) -> tuple[int, bool, bool]:
    """Return the marks, whether its agency was asked anything, and whether another one has taken it over."""
    of_it = {"innovation": OuterRef("pk")}
    marks = UsefulMark.objects.filter(**of_it).order_by().values("innovation").annotate(count=Count("pk"))
    asked = Feedback.objects.filter(innovation__agency=OuterRef("agency"), state=FeedbackState.PUBLISHED)
    taken = Replication.objects.filter(**of_it, state=ReplicationState.CONFIRMED)
    found = Innovation.objects.filter(pk=innovation.pk).values_list(
        Coalesce(Subquery(marks.values("count")), 0), Exists(asked), Exists(taken)
    )
    return found.get()
