"""The chain of the audit: every entry gets a place and a digest that depends on all entries before it.

    digest(n) = SHA-256(digest(n − 1) + canonical JSON of entry n),  digest(0) = ""

Entries are written without a place, so that no two changes wait for one another. A scheduled job links what has been
committed. Who can write the whole database can also write a new chain; only a head that is kept elsewhere tells that.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from innovation_portal.utils.audit.entries import write_note
from innovation_portal.utils.audit.models import AuditAction, AuditEntry, AuditLink
from innovation_portal.utils.hashing import canonical_json

BATCH = 2_000
# A transaction that commits its entries later than this after others is found by `verify_audit` only.
LONGEST_TRANSACTION = timedelta(days=1)
LOCK_NUMBER = 7_105_246  # any number that no other advisory lock of the database has
VERDICT, BROKEN = "verdict", "The chain is broken"
FIELDS = ("table_name", "row_pk", "action", "columns", "actor_id", "request_id", "detail")


@dataclass(frozen=True)
class Head:
    """The last link of the chain, or one that was the last: what an operator keeps elsewhere."""

    position: int = 0
    digest: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was found: how many links are right from the first on, and the first place that is not, if any."""

    head: Head
    broken_at: int | None = None
    reason: str = ""
    entry: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None

    def in_words(self) -> str:
        if self.is_whole:
            return f"{self.head.position} links are right."
        entry = f" (entry {self.entry})" if self.entry else ""
        return f"{BROKEN} at link {self.broken_at}{entry}: {self.reason}."


def digest_of(entry: AuditEntry, previous: str) -> str:
    """Return the digest of an entry behind the link whose digest is `previous`."""
    content = {field: getattr(entry, field) for field in FIELDS}
    content |= {"id": entry.pk, "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256((previous + canonical_json(content)).encode()).hexdigest()


def head_of_chain() -> Head:
    last = AuditLink.objects.order_by("-position").first()
    return Head(last.position, last.digest) if last else Head()


def unlinked_entries() -> QuerySet[AuditEntry]:
    """All entries without a place; reads the whole table."""
    return AuditEntry.objects.filter(~Exists(AuditLink.objects.filter(entry=OuterRef("pk")))).order_by("pk")


def link_entries(*, everywhere: bool = False) -> int:
    """Give every committed entry a place and return how many got one.

    Of two at once the second waits and goes on behind the first. Looks back as far as a transaction may take, or
    `everywhere`.
    """
    linked = 0
    while count := _link_batch(everywhere=everywhere):
        linked += count
    return linked


@transaction.atomic
def _link_batch(*, everywhere: bool) -> int:
    _wait_for_turn()
    waiting = unlinked_entries()
    newest = AuditLink.objects.aggregate(entry=Max("entry"))["entry"]
    if newest and not everywhere:
        reached = AuditEntry.objects.filter(pk=newest).values_list("at", flat=True).first()
        waiting = waiting.filter(at__gte=reached - LONGEST_TRANSACTION) if reached else waiting
    head, links = head_of_chain(), []
    for entry in waiting[:BATCH]:
        head = Head(head.position + 1, digest_of(entry, head.digest))
        links.append(AuditLink(position=head.position, entry=entry.pk, digest=head.digest))
    AuditLink.objects.bulk_create(links)
    return len(links)


def _wait_for_turn() -> None:
    """On PostgreSQL until the transaction ends; SQLite has one writer at a time.

    A row cannot be locked here: that asks for the right to change it, which the portal does not have.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])


def verify_chain() -> Verdict:
    """Walk the chain from its first link to the last, in constant memory, up to the first place that is broken."""
    head = Head()
    for links in _links_in_batches():
        entries = AuditEntry.objects.in_bulk([link.entry for link in links])
        for link in links:
            expected, entry = head.position + 1, entries.get(link.entry)
            if link.position != expected:
                return Verdict(head, expected, "the link is missing")
            if entry is None:
                return Verdict(head, expected, "its entry is missing", link.entry)
            if link.digest != digest_of(entry, head.digest):
                return Verdict(head, expected, "entry and digest do not fit: changed, moved or put in", link.entry)
            head = Head(link.position, link.digest)
    return Verdict(head)


def note_verdict(verdict: Verdict) -> None:
    """Record that the chain was walked and what was found."""
    write_note(AuditLink._meta.db_table, VERDICT, verdict.in_words())


def last_verdict() -> AuditEntry | None:
    """Return the note about the last walk."""
    notes = AuditEntry.objects.filter(table_name=AuditLink._meta.db_table, row_pk=VERDICT, action=AuditAction.NOTE)
    return notes.order_by("-pk").first()


def _links_in_batches() -> Iterator[list[AuditLink]]:
    links = AuditLink.objects.order_by("position")
    batch = list(links[:BATCH])
    while batch:
        yield batch
        batch = list(links.filter(position__gt=batch[-1].position)[:BATCH])


def holds(kept: Head) -> bool:
    """Say whether the chain still has the head that was kept earlier, at its place."""
    return not kept.position or AuditLink.objects.filter(position=kept.position, digest=kept.digest).exists()
