"""Who would judge what: an allocation worked out from what is stored, with the reasons for what stays open."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from innovation_portal.utils.hashing import hash_of
from judging.models import Assignment, Panelist, Round
from judging.scoring.allocation import Seat, Shortage, allocate
from judging.scoring.anchors import suggest_anchors
from judging.scoring.connection import Connection, connection_of
from judging.selectors.conflicts import FoundConflict, automatic_conflicts, known_conflicts, with_ties
from judging.selectors.entries import active_assignments, entries_of
from submissions.models import SubmissionVersion


@dataclass(frozen=True)
class Load:
    """What one judge has now and would get."""

    seat: Panelist
    before: int
    added: int

    @property
    def after(self) -> int:
        return self.before + self.added


@dataclass(frozen=True)
class Addition:
    """An entry and the judges it would get."""

    entry: SubmissionVersion
    seats: list[Panelist]


@dataclass(frozen=True)
class Gap:
    """An entry that stays short, how many judges it lacks, and how many judges each cause keeps from it."""

    entry: SubmissionVersion
    missing: int
    conflict: int
    expertise: int
    limit: int


@dataclass(frozen=True)
class Plan:
    """An allocation worked out but not applied. `pairs` and `anchors` are (panelist id, version id).

    `connection` is how the panel hangs together once the pairs are made. `anchors` are not among the pairs: one more
    judge for an entry each, which would tie together the panels that share no entry.
    """

    seed: int
    pairs: list[tuple[int, int]]
    loads: list[Load]
    additions: list[Addition]
    gaps: list[Gap]
    conflicts: dict[tuple[int, int], str]
    conflicts_found: list[FoundConflict]
    connection: Connection
    anchors: list[tuple[int, int]]
    anchored: list[Addition]

    @property
    def digest(self) -> str:
        """Stands for what was previewed: applying a plan that has changed meanwhile is refused."""
        return hash_of([self.pairs, self.anchors, [(gap.entry.pk, gap.missing) for gap in self.gaps]])


def plan_of(
    round_: Round, *, seed: int, leaving: Panelist | None = None, released: QuerySet[Assignment] | None = None
) -> Plan:
    """Work out who would judge what. The same data and seed give the same plan.

    Every entry that lacks judges gets them; but where a judge is `leaving`, only the entries of the assignments that
    are `released` get one each, as if these were gone already, and no anchors are looked for.
    """
    table = _Table(round_, leaving, released)
    seats = table.seats()
    rules = {"categories": table.categories, "demands_expertise": round_.demands_expertise}
    allocation = allocate(table.needs(), seats, seed=seed, **rules)
    pairs = [*table.held, *allocation.pairs]
    anchors = suggest_anchors(seats, pairs, **rules) if leaving is None else []
    added = Counter(panelist for panelist, _submission in allocation.pairs)
    return Plan(
        seed=seed,
        pairs=table.with_versions(allocation.pairs),
        loads=[Load(seat, before=len(table.taken[seat.pk]), added=added[seat.pk]) for seat in table.staying()],
        additions=table.additions(allocation.pairs),
        gaps=[table.gap(shortage) for shortage in allocation.short],
        conflicts=table.conflicts,
        conflicts_found=table.conflicts_found(),
        connection=connection_of(pairs),
        anchors=table.with_versions(anchors),
        anchored=table.additions(anchors),
    )


class _Table:
    """What an allocation depends on, read once. Entries go by the id of their submission, judges by their seat's."""

    def __init__(self, round_: Round, leaving: Panelist | None, released: QuerySet[Assignment] | None):
        self.round, self.leaving = round_, leaving
        self.panel = list(round_.panel.select_related("judge").prefetch_related("categories").order_by("pk"))
        self.entries = {entry.submission_id: entry for entry in with_ties(entries_of(round_))}
        self.categories = {pk: entry.submission.category_id for pk, entry in self.entries.items()}
        self.conflicts = automatic_conflicts(self.panel, self.entries.values())

        active = active_assignments(round_)
        self.released = set()
        if released is not None:
            self.released = set(released.values_list("version__submission_id", flat=True))
            active = active.exclude(pk__in=released)
        self.held = list(active.order_by("pk").values_list("panelist_id", "version__submission_id"))
        self.taken = defaultdict(set)
        for panelist, submission in self.held:
            self.taken[panelist].add(submission)

    def staying(self) -> list[Panelist]:
        return [seat for seat in self.panel if seat.left_at is None and seat != self.leaving]

    def seats(self) -> list[Seat]:
        forbidden = defaultdict(set)
        for judge, submission in known_conflicts(self.panel) | self.conflicts.keys():
            forbidden[judge].add(submission)
        withdrawn = defaultdict(set)
        recused = Assignment.objects.filter(round=self.round, recused_at__isnull=False)
        staying = self.staying()
        for panelist, submission in recused.values_list("panelist_id", "version__submission_id"):
            withdrawn[panelist].add(submission)
        return [
            Seat(
                seat.pk,
                taken=frozenset(self.taken[seat.pk]),
                forbidden=frozenset(forbidden[seat.judge_id] | withdrawn[seat.pk]),
                limit=seat.load_limit,
                expertise=frozenset(category.pk for category in seat.categories.all()),
                has_left=seat not in staying,
            )
            for seat in self.panel
        ]

    def needs(self) -> dict[int, int]:
        asked = self.round.wanted_judges
        judges_of = Counter(submission for _panelist, submission in self.held)
        missing = {pk: max(asked - judges_of[pk], 0) for pk in self.entries}
        if self.leaving is None:
            return missing
        return {pk: min(missing[pk], 1) for pk in self.released & missing.keys()}

    def with_versions(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(panelist, self.entries[submission].pk) for panelist, submission in pairs]

    def additions(self, pairs: Iterable[tuple[int, int]]) -> list[Addition]:
        """Return the pairs by entry, in the order of the registration numbers."""
        seats = {seat.pk: seat for seat in self.panel}
        added = defaultdict(list)
        for panelist, submission in pairs:
            added[submission].append(seats[panelist])
        return [Addition(entry, added[pk]) for pk, entry in self.entries.items() if pk in added]

    def conflicts_found(self) -> list[FoundConflict]:
        seats = {seat.judge_id: seat for seat in self.panel}
        return [
            FoundConflict(seats[judge], self.entries[submission], reason)
            for (judge, submission), reason in self.conflicts.items()
        ]

    def gap(self, shortage: Shortage) -> Gap:
        return Gap(
            self.entries[shortage.entry],
            missing=shortage.missing,
            conflict=shortage.conflict,
            expertise=shortage.expertise,
            limit=shortage.limit,
        )
