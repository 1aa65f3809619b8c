"""What is proposed to a national competition: the proposal, the texts of its form, and its history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models.innovations import Innovation, Recognition
from submissions.models.national import NationalCompetition, NationalGroup, NationalLevel, NationalSection
from submissions.models.submissions import SubmissionVersion
from submissions.national_enums import NationalState
from submissions.national_workflow import SENT, TOLD

NOTE_MAX_LENGTH = 1000


class NationalProposal(models.Model):
    """A verified innovation on its way through a national competition; `version` is the frozen one that is proposed.

    An innovation has one proposal that is not withdrawn in each competition; withdrawn ones stay as they were.
    """

    competition = models.ForeignKey(
        NationalCompetition, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("competition")
    )
    group = models.ForeignKey(
        NationalGroup, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("group")
    )
    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="national_proposals", verbose_name=_("innovation")
    )
    version = models.ForeignKey(
        SubmissionVersion, on_delete=models.PROTECT, related_name="national_proposals", verbose_name=_("version")
    )
    state = models.CharField(_("state"), max_length=16, choices=NationalState, default=NationalState.CANDIDATE)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    sent_on = models.DateField(_("sent on"), null=True)
    level = models.ForeignKey(
        NationalLevel, on_delete=models.PROTECT, null=True, related_name="proposals", verbose_name=_("level")
    )
    recognition = models.OneToOneField(
        Recognition, on_delete=models.SET_NULL, null=True, related_name="national_proposal"
    )
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Counts the steps.")
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("national proposal")
        verbose_name_plural = _("national proposals")
        ordering = ["-competition__year", "innovation__title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "innovation"],
                condition=~Q(state=NationalState.WITHDRAWN),
                name="innovation_once_per_national_competition",
            ),
            models.UniqueConstraint(
                fields=["competition", "registration_number"],
                condition=~Q(registration_number=""),
                name="national_registration_number_once_per_competition",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(SENT)) | (~Q(registration_number="") & Q(sent_on__isnull=False)),
                name="sent_national_proposal_says_its_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state=NationalState.RECOGNISED, level__isnull=False)
                | (~Q(state=NationalState.RECOGNISED) & Q(level=None)),
                name="recognised_national_proposal_alone_has_a_level",
            ),
        ]

    def __str__(self):
        return f"{self.innovation}, {self.competition}"


class NationalText(models.Model):
    """What was written into one section of the form; a section without a row is filled from the submission."""

    proposal = models.ForeignKey(NationalProposal, on_delete=models.CASCADE, related_name="texts")
    section = models.ForeignKey(NationalSection, on_delete=models.PROTECT, related_name="texts")
    text = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(_("edited at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("text of a national proposal")
        verbose_name_plural = _("texts of national proposals")
        ordering = ["section__sort_order", "section_id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "section"], name="national_text_once_per_section")]

    def __str__(self):
        return f"{self.proposal}: {self.section}"


class NationalEvent(models.Model):
    """One step of a proposal: who, when, what, why and by which source. Never updated, never deleted."""

    proposal = models.ForeignKey(NationalProposal, on_delete=models.PROTECT, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("step"), max_length=30)
    from_state = models.CharField(_("from"), max_length=16, choices=NationalState, blank=True)
    to_state = models.CharField(_("to"), max_length=16, choices=NationalState)
    happened_on = models.DateField(_("happened on"))
    level_name = models.CharField(_("level"), max_length=100, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_MAX_LENGTH, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("event of a national proposal")
        verbose_name_plural = _("events of national proposals")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.proposal}: {self.action}"

    @property
    def told(self) -> str:
        return TOLD[self.action]
