"""What the audit does by the clock."""

import logging

from innovation_portal.utils import clock
from innovation_portal.utils.audit.chain import head_of_chain, link_entries
from innovation_portal.utils.audit.entries import write_note
from innovation_portal.utils.audit.models import AuditAction, AuditEntry, AuditLink
from innovation_portal.utils.schedule import Job, register_job

logger = logging.getLogger(__name__)
HEAD_OF_DAY = "head of the day"


def log_head_of_day() -> None:
    """Write the head of the chain to the log once a day, from where it leaves the server with the other lines."""
    today = clock.today().isoformat()
    table = AuditLink._meta.db_table
    told = AuditEntry.objects.filter(table_name=table, row_pk=today, action=AuditAction.NOTE, detail=HEAD_OF_DAY)
    head = head_of_chain()
    if head.position and not told.exists():
        logger.info("audit head position=%s digest=%s", head.position, head.digest)
        write_note(table, today, HEAD_OF_DAY)


# Last, when everything else has written.
register_job(Job("audit links", link_entries, order=98))
register_job(Job("audit head", log_head_of_day, order=99))
