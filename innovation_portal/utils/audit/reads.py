"""Reading that leaves an entry, because no trigger sees it. The places stand in docs/audit.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.audit.entries import write_entry
from innovation_portal.utils.audit.models import AuditAction


class ProtectedRead(models.TextChoices):
    """What was read; the value stands as the detail of the entry."""

    CONTACTS = "contacts", _("Whom to contact, as a workbook")
    DOSSIER = "dossier", _("Dossier of a version, as a file")
    EVIDENCE = "evidence", _("A file of evidence")
    PERSON = "person", _("A person's page")
    CONFLICTS = "conflicts", _("Conflicts of interest")
    MAIL = "mail", _("A stored mail")
    SHEETS = "sheets", _("Sheets of other judges")
    OBJECTION = "objection", _("An objection with its contact")
    NATIONAL_FORM = "national_form", _("A national form, as a file")
    PERSONAL_DATA = "personal_data", _("What the portal knows of a person")


def note_read(actor, what: ProtectedRead, row: models.Model | None = None) -> None:
    """Record that `actor` is about to get protected data, in one query; call it when it is certain that they may.

    `row` is what they read, or nothing where it is a whole list. Only its table and number are kept.
    """
    write_entry(
        AuditAction.READ,
        table_name=row._meta.db_table if row else "",
        row_pk=str(row.pk) if row else "",
        detail=what.value,
        actor_id=actor.pk,
    )
