"""What the public says about an innovation and hears of it, for its page."""

from dataclasses import dataclass

from submissions.models import Feedback, Innovation, Replication
from submissions.selectors.feedback import ResponseTime, published_feedback, response_time_of, useful_counts
from submissions.selectors.replications import replications_of


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
    """Return the voice of the public about an innovation. Four queries, or six where there is something to tell."""
    return Voice(
        useful=useful_counts([innovation.pk]).get(innovation.pk, 0),
        feedback=list(published_feedback(innovation)),
        response=response_time_of(innovation.agency),
        replications=list(replications_of(innovation)),
    )
