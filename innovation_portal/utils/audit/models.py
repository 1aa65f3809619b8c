from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    INSERT = "insert", _("Added")
    UPDATE = "update", _("Changed")
    DELETE = "delete", _("Deleted")
    READ = "read", _("Reading")
    NOTE = "note", _("Noted")


class AuditEntry(models.Model):
    """That a row was written, or something protected was read: when, by whom, and never the values themselves.

    Triggers of the database write the entries of changes (docs/audit.md), so every field is filled by them and none
    has a default. `at` is the clock of the database and cannot be moved. There is no foreign key: an entry outlives
    the row and the person that it names.
    """

    at = models.DateTimeField(_("at"))
    table_name = models.CharField(_("table"), max_length=63)
    row_pk = models.CharField(_("row number"), max_length=120)
    action = models.CharField(_("action"), max_length=6, choices=AuditAction)
    columns = models.TextField(
        _("changed columns"), help_text="Names of the changed columns with spaces between them."
    )
    actor_id = models.BigIntegerField(_("person"), null=True)
    request_id = models.CharField(_("request, task or command"), max_length=60)
    detail = models.CharField(_("detail"), max_length=250)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["table_name", "row_pk"], name="audit_entry_of_row"),
            models.Index(fields=["at"], name="audit_entry_by_time"),
            models.Index(fields=["actor_id"], condition=Q(actor_id__isnull=False), name="audit_entry_of_actor"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.table_name} {self.row_pk}"


class AuditLink(models.Model):
    """The place of an entry in the chain, and the digest that also depends on every entry before it."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        default_permissions = ()

    def __str__(self):
        return f"{self.position} {self.digest}"
