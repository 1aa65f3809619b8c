"""What ties judges to entries, found in what the portal knows, and the conflicts that were recorded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from innovation_portal.utils.names import name_without_titles
from judging.enums import ConflictSource
from judging.models import Assignment, Collaboration, ConflictOfInterest, Panelist, Round
from submissions.models import Membership, Submission, SubmissionVersion


class Tie(Enum):
    """What a judge and an entry may have in common; the first that is found is the reason."""

    MEMBER = auto()
    EMPLOYER = auto()
    WRITER = auto()
    INNOVATOR = auto()
    AGENCY_BEFORE = auto()
    INNOVATION_BEFORE = auto()


@dataclass(frozen=True)
class FoundConflict:
    """A conflict that the portal sees, recorded already or not."""

    seat: Panelist
    entry: SubmissionVersion
    reason: str


def with_ties(versions: QuerySet[SubmissionVersion]) -> QuerySet[SubmissionVersion]:
    """Fetch along what `automatic_conflicts` looks at; of the payload the innovators alone, as `innovators`."""
    return (
        versions.select_related("submission__innovation__agency__region")
        .annotate(innovators=KeyTransform("innovators", "payload"))
        .defer("payload")
    )


def automatic_conflict(assignment: Assignment) -> str:
    """Say why the judge of this assignment may not judge its entry, or return an empty text.

    Reads the seat with its judge, the whole version and the agency behind it, so fetch them along.
    """
    entry, seat = assignment.version, assignment.panelist
    entry.innovators = entry.payload["innovators"]
    return automatic_conflicts([seat], [entry]).get((seat.judge_id, entry.submission_id), "")


def automatic_conflicts(panel: Iterable[Panelist], entries: Iterable[SubmissionVersion]) -> dict[tuple[int, int], str]:
    """Return the reason by judge and submission for every pair that may not be.

    The judge belongs to the agency in the portal or is employed by it or its region, wrote or submitted the entry, has
    the name of one of its innovators, or worked with the agency or on the innovation before. An address of mail has
    one account at most, so whoever shares that of the writer is the writer.

    A name is no proof: it ties nobody to an entry whose conflict with the judge was lifted. All other ties do.

    Seats need their `judge`, entries come through `with_ties`. It takes as many steps as there are seats, entries and
    ties, not as there are pairs.
    """
    ties = list(_common_ties(list(panel), entries))
    lifted = _lifted_pairs({seat.judge_id for tie, seat, _entry in ties if tie is Tie.INNOVATOR})
    found: dict[tuple[int, int], str] = {}
    # The reason is stored for ever, so it is written in the language of the office, not of whoever happens to click.
    with translation.override(settings.LANGUAGE_CODE):
        for tie, seat, entry in ties:
            pair = seat.judge_id, entry.submission_id
            if pair not in found and not (tie is Tie.INNOVATOR and pair in lifted):
                found[pair] = _reason(tie, seat, entry)
    return found


def conflict_between(judge, submission: Submission) -> str:
    """Say what ties the two by any seat that the judge ever had and any version of the entry, or an empty text."""
    panel = Panelist.objects.filter(judge=judge).select_related("judge")
    entries = with_ties(SubmissionVersion.objects.filter(submission=submission))
    return automatic_conflicts(panel, entries).get((judge.pk, submission.pk), "")


def mark_ties(user, seat: Panelist | None, versions: QuerySet[SubmissionVersion]) -> list[SubmissionVersion]:
    """Fetch entries, each with `is_tied`: whether this user reads nothing of how it is judged, whatever the role.

    That is so for a conflict that stands, for the own agency, and for what the portal finds for a judge's `seat`; it
    needs its `judge`.
    """
    recorded = standing_conflicts().filter(judge=user, submission=OuterRef("submission"))
    works_there = Membership.objects.filter(user=user, agency=OuterRef("submission__innovation__agency"))
    entries = list(with_ties(versions).annotate(is_tied=Exists(recorded) | Exists(works_there)))
    found = automatic_conflicts([seat], entries) if seat else {}
    for entry in entries:
        entry.is_tied = entry.is_tied or (user.pk, entry.submission_id) in found
    return entries


def tied_submissions(user, round_: Round, versions: QuerySet[SubmissionVersion]) -> set[int]:
    """Which submissions of some entries of a round are closed to this user, see `mark_ties`."""
    seat = round_.panel.filter(judge=user).select_related("judge").first()
    return {entry.submission_id for entry in mark_ties(user, seat, versions) if entry.is_tied}


def is_tied(user, round_: Round, version_id: int) -> bool:
    """Say whether one entry of a round is closed to this user, see `mark_ties`."""
    return bool(tied_submissions(user, round_, SubmissionVersion.objects.filter(pk=version_id)))


def standing_conflicts() -> QuerySet[ConflictOfInterest]:
    """All conflicts but those that turned out to be false."""
    return ConflictOfInterest.objects.filter(lifted_at=None)


def known_conflicts(panel: Iterable[Panelist]) -> set[tuple[int, int]]:
    """Pairs of judge and submission that were recorded at any time, in any round, and not lifted."""
    judges = [seat.judge_id for seat in panel]
    return set(standing_conflicts().filter(judge__in=judges).values_list("judge_id", "submission_id"))


def conflicts_of(round_: Round) -> QuerySet[ConflictOfInterest]:
    """Conflicts between the panel of a round and the submissions of its edition, the newest first."""
    return (
        ConflictOfInterest.objects.filter(judge__panel_seats__round=round_, submission__edition=round_.edition_id)
        .select_related("judge", "submission__innovation__agency", "lifted_by")
        .order_by("-recorded_at", "-pk")
    )


def with_source(recused: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Give each assignment that was withdrawn the `source` of its conflict; empty where the judge dropped out.

    A conflict that was lifted afterwards is still what the judge withdrew for.
    """
    own = ConflictOfInterest.objects.filter(
        judge=OuterRef("panelist__judge"),
        submission=OuterRef("version__submission"),
        recorded_at__lte=OuterRef("recused_at"),
    ).order_by("-recorded_at", "-pk")
    return recused.annotate(source=Coalesce(Subquery(own.values("source")[:1]), Value("")))


def counts_by_source() -> list[tuple[str, int]]:
    """Return how many conflicts stand, by the label of their source and in its order, then how many were lifted."""
    counts = dict(standing_conflicts().order_by().values_list("source").annotate(count=Count("pk")))
    lifted = ConflictOfInterest.objects.filter(lifted_at__isnull=False).count()
    return [*((source.label, counts.get(source, 0)) for source in ConflictSource), (_("Lifted"), lifted)]


def _lifted_pairs(judges: Iterable[int]) -> set[tuple[int, int]]:
    lifted = ConflictOfInterest.objects.filter(judge__in=judges, lifted_at__isnull=False)
    return set(lifted.values_list("judge_id", "submission_id"))


def _common_ties(
    panel: list[Panelist], entries: Iterable[SubmissionVersion]
) -> Iterator[tuple[Tie, Panelist, SubmissionVersion]]:
    """Yield what each judge and entry have in common, of one pair in the order of `Tie`."""
    seats_by_tie = defaultdict(list)
    for seat, tie in _ties_of_panel(panel):
        seats_by_tie[tie].append(seat)
    for entry in entries:
        for tie in _ties_of_entry(entry):
            yield from ((tie[0], seat, entry) for seat in seats_by_tie.get(tie, ()))


def _ties_of_panel(panel: list[Panelist]) -> Iterator[tuple[Panelist, tuple[Tie, Any]]]:
    seats_of = defaultdict(list)
    for seat in panel:
        seats_of[seat.judge_id].append(seat)
        yield seat, (Tie.WRITER, seat.judge_id)
        yield seat, (Tie.INNOVATOR, name_without_titles(seat.judge.name))
        if seat.employer:
            yield seat, (Tie.EMPLOYER, _plain(seat.employer))
    memberships = Membership.objects.filter(user__in=seats_of)
    for judge, agency in memberships.values_list("user_id", "agency_id"):
        yield from ((seat, (Tie.MEMBER, agency)) for seat in seats_of[judge])
    collaborations = Collaboration.objects.filter(judge__in=seats_of).order_by()
    for judge, agency, innovation in collaborations.values_list("judge_id", "agency_id", "innovation_id"):
        tie = (Tie.AGENCY_BEFORE, agency) if agency else (Tie.INNOVATION_BEFORE, innovation)
        yield from ((seat, tie) for seat in seats_of[judge])


def _ties_of_entry(entry: SubmissionVersion) -> Iterator[tuple[Tie, Any]]:
    """Yield what would tie a judge to the entry, in the order of `Tie`."""
    agency = entry.submission.innovation.agency
    yield Tie.MEMBER, agency.pk
    yield Tie.EMPLOYER, _plain(agency.name)
    yield Tie.EMPLOYER, _plain(agency.region.name)
    yield Tie.WRITER, entry.submission.created_by_id
    yield Tie.WRITER, entry.submitted_by_id
    for innovator in entry.innovators or ():
        yield Tie.INNOVATOR, name_without_titles(innovator["name"])
    yield Tie.AGENCY_BEFORE, agency.pk
    yield Tie.INNOVATION_BEFORE, entry.submission.innovation_id


def _reason(tie: Tie, seat: Panelist, entry: SubmissionVersion) -> str:
    agency = {"agency": entry.submission.innovation.agency.name}
    match tie:
        case Tie.MEMBER:
            return _("The judge is a member of %(agency)s in the portal.") % agency
        case Tie.EMPLOYER:
            return _("The judge works for %(employer)s.") % {"employer": seat.employer}
        case Tie.WRITER:
            return _("The judge wrote or submitted this entry.")
        case Tie.INNOVATOR:
            return _("An innovator of the entry has the judge's name, %(name)s.") % {"name": seat.judge.name}
        case Tie.AGENCY_BEFORE:
            return _("The judge worked with %(agency)s before.") % agency
        case Tie.INNOVATION_BEFORE:
            return _("The judge worked on this innovation before.")


def _plain(name: str) -> str:
    """Return a name as it is compared: "Pemerintah  Kabupaten Kudus" and "kabupaten kudus" are the same employer."""
    return " ".join(name.casefold().removeprefix("pemerintah ").split())
