"""Entries that the portal writes itself: what no trigger sees."""

from django.db.models.functions import Now

from innovation_portal.utils.audit.models import AuditAction, AuditEntry
from innovation_portal.utils.audit.origin import current_origin


def write_note(table_name: str, row_pk: str, detail: str, *, using: str | None = None) -> None:
    """Record an act that neither changes nor reads a row: migrations that ran, a chain that was verified."""
    actor_id = current_origin().known_actor_id()
    write_entry(AuditAction.NOTE, using=using, table_name=table_name, row_pk=row_pk, detail=detail, actor_id=actor_id)


def write_entry(action: AuditAction, *, using: str | None = None, **fields) -> None:
    """Add an entry by the clock of the database. No field may hold personal data: entries are never erased."""
    AuditEntry.objects.using(using).create(
        at=Now(), action=action, columns="", request_id=current_origin().request_id, **fields
    )
