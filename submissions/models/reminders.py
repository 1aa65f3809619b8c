from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey

from innovation_portal.utils import clock
from submissions.enums import ReminderAudience, ReminderRecipients
from submissions.models.agencies import Agency
from submissions.models.editions import Edition
from submissions.models.submissions import SubmissionVersion


class Reminder(models.Model):
    """A mail that the portal sends by itself some days before a deadline of the edition."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField(
        _("days before the deadline"), validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    audience = models.CharField(_("to whom"), max_length=12, choices=ReminderAudience, default=ReminderAudience.UNMET)
    recipients = models.CharField(
        _("who gets it"),
        max_length=10,
        choices=ReminderRecipients,
        default=ReminderRecipients.MEMBERS,
        help_text=_("Heads and superiors get one mail with all their agencies that still have to act at its moment."),
    )
    is_on = models.BooleanField(_("switched on"), default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-days", "audience", "recipients", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "audience", "days", "recipients"],
                name="reminder_once_per_audience_recipients_and_day",
                violation_error_message=_("There is a reminder for the same agencies on the same day already."),
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="reminder_comes_before_the_deadline"),
        ]

    def __str__(self):
        return ngettext("%(days)s day before", "%(days)s days before", self.days) % {"days": self.days}

    @property
    def is_escalation(self) -> bool:
        return self.recipients != ReminderRecipients.MEMBERS

    @property
    def is_about_correction(self) -> bool:
        return self.audience == ReminderAudience.CORRECTION


class ReminderTurn(models.Model):
    """That the moment of a reminder has come for one agency, whether or not there was anybody to write to.

    Written in the transaction that stores the mails, so each reminder goes once to the people of each agency, and
    of a correction once for each version that was returned. A deadline that moved to another day is another turn.
    """

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="turns")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(SubmissionVersion, on_delete=models.CASCADE, null=True, related_name="+")
    deadline_on = models.DateField(_("day of the deadline"))
    people = models.PositiveSmallIntegerField(_("people written to"), default=0)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("turn of a reminder")
        verbose_name_plural = _("turns of reminders")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "agency", "deadline_on"],
                condition=Q(version=None),
                name="reminder_once_per_agency_and_deadline",
            ),
            models.UniqueConstraint(
                fields=["reminder", "version", "deadline_on"],
                condition=~Q(version=None),
                name="reminder_once_per_correction_and_deadline",
            ),
        ]

    def __str__(self):
        return f"{self.reminder}, {self.agency}"
