from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models.submissions import Submission, SubmissionVersion


class WithdrawnConsent(models.Model):
    """A consent to publish that was taken back, or a single innovator's consent to be named.

    The frozen version still records that it was given; the public pages follow this row. Given again, the row stays
    and says since when.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="withdrawn_consents")
    code = models.SlugField(_("declaration"), max_length=40)
    innovator = models.CharField(
        _("innovator"), max_length=150, blank=True, help_text="Empty: the consent as a whole is withdrawn."
    )
    text = models.TextField(_("text"), help_text="The declaration as it was accepted, word for word.")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Nobody: by the command that erases a person.",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), default=clock.now, editable=False)
    given_again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_again_at = models.DateTimeField(_("given again at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("withdrawn consent")
        verbose_name_plural = _("withdrawn consents")
        ordering = ["-withdrawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "code", "innovator"],
                condition=Q(given_again_at=None),
                name="consent_is_withdrawn_once_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.submission}, {self.code}"


class VersionRedaction(models.Model):
    """That contact data of a person was blotted out of a frozen version: the hash of its contents before and after.

    `SubmissionVersion.sha256` never changes, because results are sealed with it; the redactions lead from it to the
    contents of today (docs/decisions/0024).
    """

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="redactions")
    hash_before = models.CharField(max_length=64)
    hash_after = models.CharField(max_length=64)
    at = models.DateTimeField(_("at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("redaction of a version")
        verbose_name_plural = _("redactions of versions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "hash_before"], name="redactions_of_a_version_are_a_chain")
        ]

    def __str__(self):
        return f"{self.version}, {self.pk}"
