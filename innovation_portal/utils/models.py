from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.audit.models import AuditEntry, AuditLink  # noqa: F401  Django looks for models here


class OutgoingMessage(models.Model):
    """One mail to one address, kept as it was sent so that the secretariat can read it and send it again."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        WAITING = "waiting", _("Waits for the daily mail")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=60, help_text=_("Name of the template."))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(_("address"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    about = models.CharField(_("about"), max_length=80, blank=True, db_index=True, help_text="model:pk of the object.")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Empty: at once. Who takes it moves this on: nobody else sends it meanwhile, and it is not lost with its worker.
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True, editable=False)
    sendings = models.PositiveSmallIntegerField(
        default=1, db_default=1, editable=False, help_text="One more each time that somebody has it sent again."
    )
    error = models.TextField(_("error"), blank=True)
    digest = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bundled",
        verbose_name=_("went with"),
        help_text=_("The daily mail that holds this message."),
    )
    digest_on = models.DateField(_("daily mail of"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="outgoing_message_newest"),
            models.Index(fields=["next_attempt_at"], condition=Q(state="queued"), name="outgoing_message_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="daily_mail_once_a_day_and_person",
            )
        ]

    def __str__(self):
        return f"{self.subject} → {self.shown_address}"

    @property
    def shown_address(self) -> str:
        """The address as lists show it: of somebody without an account, who objects, the first letter and the domain.

        Who may read such an address in full finds it with the objection.
        """
        return self.address if self.recipient_id else f"{self.address[:1]}…@{self.address.rpartition('@')[2]}"

    @property
    def shown_error(self) -> str:
        """What went wrong; a mail server likes to repeat the address."""
        return self.error.replace(self.address, self.shown_address)

    @property
    def state_in_words(self) -> str:
        """Its state; of a message that arrived inside a daily mail, that it did."""
        if self.digest_id and self.state == self.State.SENT:
            return gettext("Sent with the daily mail")
        if self.error and self.state == self.State.QUEUED:
            return gettext("Is tried again")
        return self.get_state_display()


class WorkerSign(models.Model):
    """When a worker was last heard of. A task that runs on one that is silent is run again (`lost_tasks`)."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life of a worker")
        verbose_name_plural = _("signs of life of workers")
        ordering = ["worker_id"]

    def __str__(self):
        return f"{self.worker_id}, {self.seen_at}"


class ChosenColumns(models.Model):
    """Which columns of a list a person wants to see. Without a row the list shows its usual ones."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(_("list"), max_length=40)
    columns = models.JSONField(_("columns"), default=list)

    class Meta:
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")
        ordering = ["user", "list_name"]
        constraints = [models.UniqueConstraint(fields=["user", "list_name"], name="columns_once_per_list_and_person")]

    def __str__(self):
        return f"{self.list_name}, {self.user}"
