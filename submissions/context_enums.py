"""Fixed choices of what is known about the services around an innovation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingKind(models.TextChoices):
    """What the Ombudsman publishes: a value of compliance up to 2024, an opinion on maladministration from 2025 on."""

    COMPLIANCE = "kepatuhan", _("Value of compliance")
    OPINION = "opini", _("Opinion on maladministration")


class Zone(models.TextChoices):
    """The colour with which a value of compliance was published."""

    GREEN = "hijau", _("green")
    YELLOW = "kuning", _("yellow")
    RED = "merah", _("red")
