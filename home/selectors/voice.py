"""What the public says about an innovation and hears of it, for its page."""

from dataclasses import dataclass

from submissions.models import Feedback, Innovation
from submissions.selectors.feedback import ResponseTime, published_feedback, response_time_of, useful_counts


@dataclass(frozen=True)
class Voice:
    """How many marked the innovation as useful, what was asked and answered, the newest first, and how fast."""

    useful: int
    feedback: list[Feedback]
    response: ResponseTime


def voice_of(innovation: Innovation) -> Voice:
    """Return the voice of the public about an innovation. Three queries, four where something was said."""
    return Voice(
        useful=useful_counts([innovation.pk]).get(innovation.pk, 0),
        feedback=list(published_feedback(innovation)),
        response=response_time_of(innovation.agency),
    )
