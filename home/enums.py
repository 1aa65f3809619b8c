from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class HonourLevel(models.IntegerChoices):
    """How high the best honour of an innovation is; the catalogue filters and sorts by it."""

    NONE = 0, _("No recognition")
    NOMINEE = 1, _("Nominee of the province")
    WINNER = 2, _("Best of the province")
    NATIONAL = 3, _("National or international")


class ReplicationMark(models.TextChoices):
    """Which part an innovation has in replications of the catalogue; who was taken over counts as that first."""

    ORIGIN = "asal", _("Taken over elsewhere")
    COPY = "salinan", _("Replicates another one")


class Display(StrEnum):
    """How the catalogue shows its results."""

    CARDS = "kartu"
    TABLE = "tabel"
