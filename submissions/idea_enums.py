"""Fixed choices of the ideas of an agency's people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdeaState(models.TextChoices):
    """Where an idea stands in its agency."""

    WAITING = "waiting", pgettext_lazy("idea", "Waits for an answer")
    ADOPTED = "adopted", _("Became a draft")
    SET_ASIDE = "set_aside", _("Set aside")
    WITHDRAWN = "withdrawn", pgettext_lazy("idea", "Taken back")


# Words by field: an idea is written on a telephone between two tasks, and each fits into the section it goes to.
WORD_LIMITS = {"problem": 150, "proposal": 200, "benefit": 100}
