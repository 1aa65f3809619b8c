"""Fixed choices of what comes after the competition: feedback, follow-up and replication."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FeedbackKind(models.TextChoices):
    QUESTION = "question", _("Question")
    STOPPED = "stopped", _("Report that it no longer runs")


class FeedbackState(models.TextChoices):
    """Where the feedback of the public stands with the editors."""

    WAITING = "waiting", _("To be checked")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("feedback", "Deleted by its writer")
