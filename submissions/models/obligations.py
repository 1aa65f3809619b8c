"""What agencies owe in an edition, and every change of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.stored_files import StoredFile
from submissions.enums import AgencyKind, ComplianceState, ObligationStep
from submissions.models.agencies import Agency, Region
from submissions.models.editions import Edition


class ExemptionDocument(StoredFile):
    """The paper that an exemption rests on. Never replaced: another paper is another row."""

    file = models.FileField(_("file"), upload_to="exemptions/%Y", max_length=250)

    class Meta:
        verbose_name = _("document of an exemption")
        verbose_name_plural = _("documents of exemptions")
        ordering = ["pk"]


class Obligation(models.Model):
    """What an agency owes in an edition. The rows are the obliged population, so those who did nothing show too.

    Name, kind and region are those of the agency in that edition: what changes of it later leaves the figures of a
    finished edition as they were.

    `furthest`, `submitted_count` and `last_activity` follow what the agency has entered, also while it is exempt
    (`submissions.models.standing`).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="obligations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("agency"))
    name = models.CharField(_("name in this edition"), max_length=200, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=AgencyKind, editable=False)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("region"), editable=False
    )
    required_count = models.PositiveSmallIntegerField(_("innovations owed"), default=1)
    is_exempt = models.BooleanField(_("exempt"), default=False)
    exemption_reason = models.CharField(_("reason of the exemption"), max_length=250, blank=True)
    exempted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    exemption_document = models.ForeignKey(
        ExemptionDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    furthest = models.CharField(
        max_length=20,
        choices=ComplianceState,
        default=ComplianceState.NOTHING,
        editable=False,
        help_text="State of the furthest submission, without regard to an exemption.",
    )
    submitted_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many submissions count for the duty."
    )
    last_activity = models.DateTimeField(
        null=True, editable=False, help_text="When a submission changed last, its draft too; empty without one."
    )

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["agency"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "agency"], name="obligation_once_per_edition_and_agency"),
            models.CheckConstraint(
                condition=Q(is_exempt=False) | ~Q(exemption_reason=""), name="obligation_exemption_has_a_reason"
            ),
            models.CheckConstraint(condition=~Q(furthest="exempt"), name="obligation_furthest_is_never_exempt"),
        ]
        indexes = [
            models.Index(fields=["edition", "furthest", "name"], name="obligation_edition_furthest"),
            # All that leadership's first screen counts; the rows themselves are not read for it.
            models.Index(
                fields=["edition", "region", "kind", "is_exempt", "furthest", "submitted_count", "required_count"],
                name="obligation_standing",
            ),
            # The order of the board, from either end.
            models.Index(fields=["edition", "region", "name", "id"], name="obligation_order"),
        ]

    def __str__(self):
        return f"{self.agency}, {self.edition}"

    @property
    def state(self) -> ComplianceState:
        return ComplianceState.EXEMPT if self.is_exempt else ComplianceState(self.furthest)

    @property
    def is_met(self) -> bool:
        """As many are handed in as are owed; drafts never count."""
        return self.submitted_count >= self.required_count


class ObligationEvent(models.Model):
    """One change of what an agency owes, and what it owes since. Never updated, never deleted with its obligation.

    Without an actor the portal did it by a rule.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    step = models.CharField(_("step"), max_length=10, choices=ObligationStep)
    required_count = models.PositiveSmallIntegerField(_("innovations owed"))
    is_exempt = models.BooleanField(_("exempt"))
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    document = models.ForeignKey(ExemptionDocument, on_delete=models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("change of an obligation")
        verbose_name_plural = _("changes of obligations")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="obligation_event_at")]

    def __str__(self):
        return f"{self.obligation}: {self.step}"


class Extension(models.Model):
    """A later closing moment of registration for one agency, with its reason."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("edition")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("agency"))
    closes_at = models.DateTimeField(_("closes at"))
    reason = models.CharField(_("reason"), max_length=250)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    granted_at = models.DateTimeField(_("granted at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-granted_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "agency"], name="extension_once_per_edition_and_agency")
        ]

    def __str__(self):
        return f"{self.agency}, {self.edition}"
