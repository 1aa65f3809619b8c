"""Who may read and write the record of an entry, and what a record says as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundKind, RoundState
from judging.models import Assignment, Panelist, Record, RecordFile, Round
from judging.records import Contents, Minutes, Visit
from judging.selectors.conflicts import mark_ties
from judging.selectors.entries import active_assignments, entries_of
from submissions.models import SubmissionVersion

CONTENTS: dict[str, type[Contents]] = {RoundKind.PRESENTATION: Minutes, RoundKind.FIELD: Visit}


def rounds_with_records(user) -> QuerySet[Round]:
    """The rounds that have begun, in which judges meet agencies, and of which this user may read any record."""
    rounds = Round.objects.filter(kind__in=CONTENTS).exclude(state=RoundState.PREPARATION).select_related("edition")
    if not user.is_authenticated or not user.is_active:
        return rounds.none()
    if user.has_perm("judging.run_round"):
        return rounds
    if not user.has_perm("judging.judge"):
        return rounds.none()
    return rounds.filter(panel__in=Panelist.objects.filter(judge=user, left_at=None))


def entries_to_read(user, round_: Round) -> list[SubmissionVersion]:
    """The entries of a round whose records this user may read, each with `can_write`, in the order of their numbers.

    The secretariat and the chair read all of them, a judge those that are assigned and open; nobody one with a
    conflict of interest, or of the own agency. A judge of any rank first agrees to the code of conduct. The
    secretariat writes and every judge whom the entry is assigned to.
    """
    is_office = user.has_perm("judging.run_round")
    seat = round_.panel.filter(judge=user, left_at=None).select_related("judge").first()
    if seat and round_.state == RoundState.OPEN and seat.agreed_at is None:
        return []
    own = _open_versions(round_, seat) if seat else set()
    entries = entries_of(round_)
    if not is_office and not (seat and seat.is_chair):
        entries = entries.filter(pk__in=own)
    readable = [entry for entry in mark_ties(user, seat, entries) if not entry.is_tied]
    for entry in readable:
        entry.can_write = is_office or entry.pk in own
    return readable


def _open_versions(round_: Round, seat: Panelist) -> set[int]:
    cleared = active_assignments(round_).filter(panelist=seat, cleared_at__isnull=False)
    return set(cleared.values_list("version", flat=True))


@dataclass(frozen=True)
class EntryRecord:
    """An entry with its record, None before anybody wrote."""

    entry: SubmissionVersion
    record: Record | None


def records_to_read(user, round_: Round) -> list[EntryRecord]:
    """Every entry of the round that this user may read, with what was written down of it."""
    entries = entries_to_read(user, round_)
    records = {record.submission_id: record for record in records_of(round_)}
    return [EntryRecord(entry, records.get(entry.submission_id)) for entry in entries]


def records_of(round_: Round) -> QuerySet[Record]:
    """The records of a round with their files that were not removed."""
    files = RecordFile.objects.filter(removed_at=None)
    return (
        Record.objects.filter(round=round_)
        .select_related("saved_by", "closed_by", "round")
        .prefetch_related(Prefetch("files", queryset=files))
        .order_by("submission")
    )


def record_seen_by(assignment: Assignment) -> Record | None:
    """What was written down of an entry that is open to its judge, with what it says as `written`."""
    if not assignment.round.meets_agencies:
        return None
    record = records_of(assignment.round).filter(submission=assignment.version.submission_id).first()
    if record:
        record.written = contents_of(record, assignment.round)
    return record


def contents_of(record: Record | None, round_: Round) -> Contents:
    """What a record says; empty where nothing was written yet."""
    kind = CONTENTS[round_.kind]
    return kind.from_json(record.contents) if record else kind()


def canonical(record: Record) -> dict[str, Any]:
    """Return everything that a record says as plain JSON: its hash tells whether anything of it changed."""
    return {
        "contents": record.contents,
        "files": [
            {"sha256": file.sha256, "caption": file.caption, "alternative_text": file.alternative_text}
            for file in record.files.all()
            if file.removed_at is None
        ],
    }


def closed_records(round_: Round) -> list[dict[str, Any]]:
    """Identifiers of the closed records of a round with the hash of what each says, for the inputs of a result."""
    return [
        {"submission": record.submission_id, "record": record.pk, "sha256": hash_of(canonical(record))}
        for record in records_of(round_).exclude(closed_at=None)
    ]


def problems_of_closing(contents: Contents) -> list[ValidationError]:
    """What a record still lacks before it may be closed; empty if nothing."""
    checks = _checks_of_minutes(contents) if isinstance(contents, Minutes) else _checks_of_visit(contents)
    return [ValidationError(message, code="incomplete") for is_wrong, message in checks if is_wrong]


def _checks_of_minutes(minutes: Minutes) -> Iterable[tuple[bool, str]]:
    span = (minutes.began_at, minutes.ended_at)
    return (
        (minutes.held_on is None or None in span, _("Say on which day it was, when it began and when it ended.")),
        (None not in span and span[0] >= span[1], _("The end comes after the beginning.")),
        (not minutes.guests.strip(), _("Say who came from the agency.")),
        (not minutes.judges, _("Say which judges were there.")),
    )


def _checks_of_visit(visit: Visit) -> Iterable[tuple[bool, str]]:
    days = (visit.first_day, visit.last_day or visit.first_day)
    return (
        (visit.first_day is None or not visit.place.strip(), _("Say on which day the visit was, and where.")),
        (None not in days and days[0] > days[1], _("The last day comes after the first.")),
        (not visit.visitors, _("Name at least one visitor.")),
        (not visit.findings, _("Write down at least one finding.")),
        (
            any(not all((row.claim, row.found, row.verdict)) for row in visit.findings),
            _("Each finding needs the claim, what was found, and what that says of the claim."),
        ),
    )
