from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why personal data may be processed: two of the legal grounds of Law 27/2022, article 20."""

    DUTY = "duty", _("Duty in the public interest")
    CONSENT = "consent", _("Consent")


class Act(models.TextChoices):
    """What becomes of personal data when the person is erased."""

    DELETE = "delete", _("Deleted")
    EMPTY = "empty", _("Emptied")
    POINT = "point", _("Stays, under “Deleted account”")
    KEEP = "keep", _("Is kept")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waits")
    WORKING = "working", _("Is being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Waits for the secretariat")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    DONE = "done", _("Erased")
