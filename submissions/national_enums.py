"""Fixed choices of the national track: which competitions of the ministries there are, and how far a proposal is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# How recognitions of published lists begin that were given in a competition of the kind.
AWARD_BEGINNINGS = {"kipp": ("KIPP nasional", "Sinovik/KIPP"), "iga": ("IGA",)}


class NationalKind(models.TextChoices):
    """KIPP is held by KemenPANRB and entered through SINOVIK; IGA by Kemendagri on the data of the index (IID)."""

    KIPP = "kipp", "KIPP / SINOVIK"
    IGA = "iga", "IGA"

    @property
    def award_beginnings(self) -> tuple[str, ...]:
        return AWARD_BEGINNINGS[self.value]


class NationalState(models.TextChoices):
    """How far a proposal is on its way through the stages that both ministries have (domain notes 1.9)."""

    CANDIDATE = "candidate", _("Candidate")
    PREPARED = "prepared", _("Ready to be sent")
    PROPOSED = "proposed", _("Sent to the ministry")
    ADMIN_PASSED = "admin_passed", _("Passed administration")
    ADMIN_FAILED = "admin_failed", _("Failed administration")
    FINALIST = "finalist", _("Finalist")
    RECOGNISED = "recognised", _("Recognised nationally")
    NOT_RECOGNISED = "not_recognised", _("Ended without recognition")
    WITHDRAWN = "withdrawn", _("Withdrawn")
