from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.enums import DossierPart, VerificationOutcome
from submissions.models.editions import ReasonCode
from submissions.models.submissions import Submission, SubmissionVersion
from submissions.models.templates import Section

# Without a sign of activity for so long, a claim is over and anybody may take the submission.
CLAIM_LASTS = timedelta(minutes=30)


class Verification(models.Model):
    """The administrative check of one frozen version, with its checklist and reasons."""

    version = models.OneToOneField(SubmissionVersion, on_delete=models.PROTECT, related_name="verification")
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=VerificationOutcome)
    reasons = models.ManyToManyField(ReasonCode, blank=True, related_name="+", verbose_name=_("reasons"))
    note = models.TextField(_("note to the agency"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose proposal the verifier confirmed, where an edition asks for two people.",
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=F("verifier")), name="decision_is_confirmed_by_somebody_else"
            )
        ]

    def __str__(self):
        return f"{self.version}: {self.get_outcome_display()}"


class VerificationProposal(models.Model):
    """What one verifier would decide, where an edition asks for a second one to come to the same outcome."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="proposals")
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=VerificationOutcome)
    reasons = models.ManyToManyField(ReasonCode, blank=True, related_name="+", verbose_name=_("reasons"))
    note = models.TextField(_("note to the agency"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("proposed decision")
        verbose_name_plural = _("proposed decisions")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "verifier"], name="proposal_once_per_version_and_person")
        ]

    def __str__(self):
        return f"{self.version}: {self.get_outcome_display()}, {self.verifier}"


class PartRemark(models.Model):
    """What a decision, or a proposed one, says about one part of the version.

    `title` and `words` are frozen as the agency reads them.
    """

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, null=True, related_name="remarks")
    proposal = models.ForeignKey(VerificationProposal, on_delete=models.CASCADE, null=True, related_name="remarks")
    part = models.CharField(_("part"), max_length=12, choices=DossierPart)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=120, blank=True)
    reasons = models.ManyToManyField(ReasonCode, blank=True, related_name="+", verbose_name=_("reasons"))
    text = models.TextField(_("text"), blank=True)
    words = models.TextField(_("what the agency reads"))

    class Meta:
        verbose_name = _("remark on a part")
        verbose_name_plural = _("remarks on parts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="section", section__isnull=False) | (~Q(part="section") & Q(section=None)),
                name="remark_is_on_a_section_or_another_part",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(verification=None, proposal__isnull=False) | Q(verification__isnull=False, proposal=None),
                name="remark_belongs_to_a_decision_or_a_proposal",
            ),
            models.UniqueConstraint(fields=["verification", "section"], name="remark_once_per_section"),
            models.UniqueConstraint(
                fields=["verification", "part"], condition=Q(section=None), name="remark_once_per_part"
            ),
            models.UniqueConstraint(fields=["proposal", "section"], name="proposed_remark_once_per_section"),
            models.UniqueConstraint(
                fields=["proposal", "part"], condition=Q(section=None), name="proposed_remark_once_per_part"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return self.title or str(self.get_part_display())


class VerificationClaim(models.Model):
    """Who works on a waiting submission, so that no second person does. An old row means nothing."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="claim")
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("verifier")
    )
    claimed_at = models.DateTimeField(_("since"), default=clock.now)
    active_at = models.DateTimeField(_("last active"), default=clock.now)
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    takeover_note = models.CharField(_("why it was taken over"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["claimed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_from=None) | ~Q(takeover_note=""), name="claim_is_taken_over_with_a_note"
            )
        ]

    def __str__(self):
        return f"{self.submission}, {self.verifier}"

    @property
    def is_active(self) -> bool:
        return self.active_at > clock.now() - CLAIM_LASTS
