"""Fixed choices of what comes after the competition: feedback, follow-up and replication."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from submissions.enums import LifeState


class FeedbackKind(models.TextChoices):
    QUESTION = "question", _("Question")
    STOPPED = "stopped", _("Report that it no longer runs")


class FeedbackState(models.TextChoices):
    """Where the feedback of the public stands with the editors."""

    WAITING = "waiting", _("To be checked")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("feedback", "Deleted by its writer")


class FollowUpOutcome(models.TextChoices):
    """What became of an innovation since last year, as its agency says."""

    RUNNING = "running", _("It runs as before")
    GROWN = "grown", _("It has grown")
    REPLICATED = "replicated", _("It runs, and others have taken it over")
    STOPPED = "stopped", _("It has stopped")

    @property
    def life_state(self) -> LifeState:
        return LIFE_STATES[self]


LIFE_STATES = {
    FollowUpOutcome.RUNNING: LifeState.RUNNING,
    FollowUpOutcome.GROWN: LifeState.GROWING,
    FollowUpOutcome.REPLICATED: LifeState.RUNNING,
    FollowUpOutcome.STOPPED: LifeState.STOPPED,
}


class ReplicationState(models.TextChoices):
    """Where it stands between the agency that takes over and the one that it comes from."""

    ANNOUNCED = "announced", _("To be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("replication", "Confirmed")
    DECLINED = "declined", pgettext_lazy("replication", "Declined")
    ENDED = "ended", pgettext_lazy("replication", "Taken back")


class ReplicationProgress(models.TextChoices):
    """How far the agency that took it over has come in a year."""

    PREPARING = "preparing", _("Being prepared")
    TRIAL = "trial", _("On trial")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
