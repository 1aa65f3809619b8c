from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class HonourLevel(models.IntegerChoices):
    """How high the best honour of an innovation is; the catalogue filters and sorts by it."""

    NONE = 0, _("No recognition")
    NOMINEE = 1, _("Nominee of the province")
    WINNER = 2, _("Best of the province")
    NATIONAL = 3, _("National or international")


class DumpFormat(models.TextChoices):
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


class WithdrawalReason(models.TextChoices):
    """Why the portal itself took an innovation out of the catalogue, in words that blame nobody."""

    BY_OWNER = "owner", _("Its owner has withdrawn the submission on which this page rested.")
    UNDER_REVIEW = "review", _("The submission on which this page rested is being looked at again.")
    NO_SOURCE = "source", _("There is no longer a public source on which this page could rest.")


class EventKind(models.TextChoices):
    EXHIBITION = "exhibition", _("Exhibition")
    SYMPOSIUM = "symposium", _("Symposium")
    MEETING = "meeting", _("Technical meeting")
    TRAINING = "training", _("Training")
    CEREMONY = "ceremony", _("Ceremony")
    OTHER = "other", _("Event")


class DocumentKind(models.TextChoices):
    GUIDELINE = "guideline", _("Guideline")
    FORM = "form", _("Form to fill in")
    DECREE = "decree", _("Decree or regulation")
    SLIDES = "slides", _("Presentation slides")
    REPORT = "report", _("Report")


class ReplicationMark(models.TextChoices):
    """Which part an innovation has in replications of the catalogue; who was taken over counts as that first."""

    ORIGIN = "asal", _("Taken over elsewhere")
    COPY = "salinan", _("Replicates another one")


class Display(StrEnum):
    """How the catalogue shows its results."""

    CARDS = "kartu"
    TABLE = "tabel"
