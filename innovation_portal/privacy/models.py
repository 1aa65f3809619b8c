from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.privacy.enums import ExportState, RequestState
from innovation_portal.utils import clock


class PrivacyNotice(models.Model):
    """One version of the privacy notice, word for word as it was shown. Never changed, never deleted."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    change = models.CharField(_("what is new"), max_length=300)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Nobody: it came with the portal.",
    )
    announced_at = models.DateTimeField(_("announced at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("version of the privacy notice")
        verbose_name_plural = _("versions of the privacy notice")
        ordering = ["-number"]
        permissions = [("announce_notice", "Can announce a version of the privacy notice")]

    def __str__(self):
        return str(self.number)


class Acknowledgement(models.Model):
    """That a person has read a version of the privacy notice."""

    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("acknowledgement of the privacy notice")
        verbose_name_plural = _("acknowledgements of the privacy notice")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_acknowledged_once_per_person")]

    def __str__(self):
        return f"{self.user}, {self.notice}"


class DataExport(models.Model):
    """The personal data of one person as a zip, made by the worker and kept for a week.

    `owner` downloads it: the person, or whoever ordered it for somebody who asked on paper. `key` stands in its
    address.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    planned = models.PositiveSmallIntegerField(default=0, help_text="Kinds of data to look through.")
    done = models.PositiveSmallIntegerField(default=0, help_text="Kinds of data looked through.")
    taken_by = models.CharField(max_length=32, blank=True)
    file = models.FileField(upload_to="personal_data", blank=True, max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    ordered_at = models.DateTimeField(_("ordered at"), default=clock.now, editable=False)
    beat_at = models.DateTimeField(default=clock.now, editable=False)
    made_at = models.DateTimeField(_("made at"), null=True, editable=False)

    class Meta:
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")
        ordering = ["-ordered_at", "-pk"]
        permissions = [("export_person", "Can export the personal data of others")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "email", "phone", "name"],
                condition=Q(state__in=[ExportState.WAITING, ExportState.WORKING]),
                name="copy_of_a_person_is_made_once_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def is_on_its_way(self) -> bool:
        return self.state in {ExportState.WAITING, ExportState.WORKING}


class ErasureRequest(models.Model):
    """That a person wants to be erased, and what the secretariat decided. What was asked on paper has one as well."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    result = models.JSONField(default=dict, help_text="How many rows of each model were erased, by its name.")

    class Meta:
        verbose_name = _("request to be erased")
        verbose_name_plural = _("requests to be erased")
        ordering = ["-asked_at", "-pk"]
        permissions = [("erase_person", "Can erase the personal data of others")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=RequestState.ASKED), name="one_open_request_per_person"
            ),
            models.CheckConstraint(condition=~Q(state=RequestState.REFUSED) | ~Q(answer=""), name="refusal_says_why"),
        ]

    def __str__(self):
        return f"{self.pk}"


class RetentionRun(models.Model):
    """When a rule of retention ran last on a day, and what it did."""

    rule = models.CharField(max_length=60)
    day = models.DateField()
    ran_at = models.DateTimeField(default=clock.now, editable=False)
    count = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("run of a rule of retention")
        verbose_name_plural = _("runs of rules of retention")
        ordering = ["-ran_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["rule", "day"], name="retention_runs_once_a_day")]

    def __str__(self):
        return f"{self.rule}, {self.day}"
