from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models.innovations import Innovation
from submissions.voice_enums import FollowUpOutcome

NOTE_MAX_LENGTH = 1500


class FollowUpRound(models.Model):
    """The question of one year to the persons in charge of all followed innovations: what became of it?

    The schedule makes it with the usual dates (`submissions.follow_up_calendar`); the secretariat may move them.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    asks_on = models.DateField(_("asked on"), help_text=_("On this day the mails go out."))
    closes_on = models.DateField(_("answered until"), help_text=_("The last day on which answers are taken."))

    class Meta:
        verbose_name = _("yearly question")
        verbose_name_plural = _("yearly questions")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("asks_on")),
                name="follow_up_round_closes_after_it_asks",
                violation_error_message=_("The last day for answers comes after the day of asking."),
            )
        ]

    def __str__(self):
        return str(_("Yearly question %(year)s") % {"year": self.year})

    @property
    def is_open(self) -> bool:
        return self.asks_on <= clock.today() <= self.closes_on


class FollowUp(models.Model):
    """What the agency says in one year of one of its innovations, with evidence; without an outcome it waits."""

    round = models.ForeignKey(FollowUpRound, on_delete=models.PROTECT, related_name="follow_ups")
    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("innovation")
    )
    asked_at = models.DateTimeField(_("asked at"), default=clock.now, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    outcome = models.CharField(_("outcome"), max_length=10, choices=FollowUpOutcome, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_MAX_LENGTH, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="follow_ups/%Y", max_length=250, blank=True)
    original_name = models.CharField(_("original name"), max_length=200, blank=True)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    is_by_mail = models.BooleanField(_("answered by the link in the mail"), default=False)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["-round__year", "innovation__title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "innovation"], name="follow_up_once_per_innovation_and_year"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | ~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="follow_up_with_an_outcome_says_who_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.innovation}, {self.round.year}"
