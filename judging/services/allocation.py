import random
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.hashing import hash_of
from judging.enums import ConflictSource, RoundState
from judging.models import Assignment, ConflictOfInterest, Panelist, Round
from judging.scoring.allocation import Seat, allocate
from judging.selectors.conflicts import automatic_conflicts, known_conflicts
from judging.selectors.entries import active_assignments, entries_of
from judging.services.rounds import lock_round
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
class Plan:
    """An allocation worked out but not applied. `pairs` are (panelist id, version id)."""

    seed: int
    pairs: list[tuple[int, int]]
    loads: list[Load]
    short: list[tuple[SubmissionVersion, int]]
    conflicts: dict[tuple[int, int], str]

    @property
    def digest(self) -> str:
        """Stands for what was previewed: applying a plan that has changed meanwhile is refused."""
        return hash_of([self.pairs, [(entry.pk, missing) for entry, missing in self.short]])


def propose_allocation(round_id: int, *, seed: int | None = None) -> Plan:
    """Work out who would judge what, and change nothing.

    Each entry gets as many judges as the edition says, never one in conflict, nobody above the own limit, loads within
    one of each other where that is possible. What is assigned stays; only what is missing is added. The same data and
    seed give the same plan.
    """
    round_ = Round.objects.select_related("edition").get(pk=round_id)
    return _plan(round_, round_.seed if seed is None else seed)


@transaction.atomic
def apply_allocation(round_id: int, *, actor, seed: int, expected: str = "") -> list[Assignment]:
    """Assign what `propose_allocation` shows for the seed and write to the judges who got something.

    `expected` is the digest of the plan that was looked at; if data changed since, raises `stale`. Raises `impossible`
    if an entry would be left short. Again: assigns only what is missing by then, so nothing.
    """
    round_ = lock_round(round_id)
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("Open the round before you assign judges."), code="not_open")
    plan = _plan(round_, seed)
    if expected and expected != plan.digest:
        raise ValidationError(_("Something changed since this preview. Look at the new one."), code="stale")
    if plan.short:
        raise impossible(plan)

    _record_conflicts(plan)
    assignments = Assignment.objects.bulk_create(_in_drawn_order(round_, plan))
    judges = {load.seat.judge: load.added for load in plan.loads if load.added}
    for judge, count in judges.items():
        send_message("entries_assigned", [judge], about=round_, deadline=round_.closes_at, round=round_, count=count)
    if assignments:
        log(instance=round_, action="judging.assign", user=actor, data={"seed": seed, "count": len(assignments)})
    return assignments


def impossible(plan: Plan) -> ValidationError:
    """The error that says which entries cannot get enough judges and what helps."""
    entries = ", ".join(entry.submission.registration_number for entry, _missing in plan.short[:5])
    return ValidationError(
        _(
            "%(count)s entries cannot get enough judges without a conflict or above somebody's limit: %(entries)s. "
            "Add judges or raise the limits."
        ),
        code="impossible",
        params={"count": len(plan.short), "entries": entries},
    )


def _plan(round_: Round, seed: int) -> Plan:
    panel = list(round_.panel.select_related("judge").order_by("pk"))
    entries = {
        entry.submission_id: entry
        for entry in entries_of(round_).select_related("submission__innovation__agency__region")
    }
    taken, judges_of = defaultdict(set), Counter()
    for panelist, submission in active_assignments(round_).values_list("panelist_id", "version__submission_id"):
        taken[panelist].add(submission)
        judges_of[submission] += 1

    conflicts = automatic_conflicts(panel, entries.values())
    forbidden = defaultdict(set)  # whoever withdrew is among them: every withdrawal is recorded as a conflict
    for judge, submission in known_conflicts(panel) | conflicts.keys():
        forbidden[judge].add(submission)
    seats = [
        Seat(
            seat.pk,
            taken=frozenset(taken[seat.pk]),
            forbidden=frozenset(forbidden[seat.judge_id]),
            limit=seat.load_limit,
        )
        for seat in panel
    ]
    needs = {pk: round_.edition.judges_per_entry - judges_of[pk] for pk in entries}
    allocation = allocate({pk: need for pk, need in needs.items() if need > 0}, seats, seed=seed)
    added = Counter(panelist for panelist, _submission in allocation.pairs)
    return Plan(
        seed=seed,
        pairs=[(panelist, entries[submission].pk) for panelist, submission in allocation.pairs],
        loads=[Load(seat, before=len(taken[seat.pk]), added=added[seat.pk]) for seat in panel],
        short=[(entries[shortage.entry], shortage.missing) for shortage in allocation.short],
        conflicts=conflicts,
    )


def _record_conflicts(plan: Plan) -> None:
    ConflictOfInterest.objects.bulk_create(
        (
            ConflictOfInterest(
                judge_id=judge, submission_id=submission, source=ConflictSource.AUTOMATIC, reason=reason[:250]
            )
            for (judge, submission), reason in plan.conflicts.items()
        ),
        ignore_conflicts=True,
    )


def _in_drawn_order(round_: Round, plan: Plan) -> list[Assignment]:
    """Put each judge's entries in an order of their own, so that no entry is always read last."""
    draw = random.Random(plan.seed)  # noqa: S311 (a repeatable draw, no secret)
    places = draw.sample(range(len(plan.pairs)), len(plan.pairs))
    moment = clock.now()
    return [
        Assignment(round=round_, panelist_id=panelist, version_id=version, sort_order=place + 1, created_at=moment)
        for (panelist, version), place in zip(plan.pairs, places, strict=True)
    ]
