"""Reading the audit in tests."""

from django.db.models import Max

from innovation_portal.utils.audit.models import AuditEntry


def last_entry() -> int:
    return AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def entries_since(last: int) -> list[tuple[str, str, str, str]]:
    """Return table, row, action and changed columns of the entries after `last`, oldest first."""
    entries = AuditEntry.objects.filter(pk__gt=last).order_by("pk")
    return list(entries.values_list("table_name", "row_pk", "action", "columns"))
