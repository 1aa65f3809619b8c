import random
from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import RoundState
from judging.models import Assignment, Panelist, Round
from judging.selectors.entries import numbers_of
from judging.selectors.plans import Plan, plan_of
from judging.services.conflicts import record_automatic_conflicts
from judging.services.locks import lock_round


def propose_allocation(round_id: int, *, seed: int | None = None) -> Plan:
    """Work out who would judge what, and change nothing.

    Each entry gets as many judges as the round asks for, never one in conflict, nobody above the own limit, loads
    within one of each other where that is possible. What is assigned stays; only what is missing is added. The same
    data and seed give the same plan.
    """
    round_ = Round.objects.select_related("edition").get(pk=round_id)
    return plan_of(round_, seed=round_.seed if seed is None else seed)


@transaction.atomic
def apply_allocation(
    round_id: int, *, actor, seed: int, expected: str = "", with_anchors: bool = False
) -> list[Assignment]:
    """Assign what `propose_allocation` shows for the seed and write to the judges who got something.

    `expected` is the digest of the plan that was looked at; if data changed since, raises `stale`. Raises `impossible`
    if an entry would be left short. `with_anchors` also assigns the entries that tie panels together. Again: assigns
    only what is missing by then, so nothing.
    """
    round_ = lock_round(round_id)
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("Open the round before you assign judges."), code="not_open")
    plan = plan_of(round_, seed=seed)
    check_current(plan.digest, expected)
    if plan.gaps:
        raise impossible(plan)

    assignments = assign(round_, plan, pairs=[*plan.pairs, *(plan.anchors if with_anchors else [])])
    if assignments:
        log(instance=round_, action="judging.assign", user=actor, data={"seed": seed, "count": len(assignments)})
    return assignments


def check_current(digest: str, expected: str) -> None:
    """Raise `stale` if what would be done now is not what was looked at."""
    if expected and expected != digest:
        raise ValidationError(_("Something changed since this preview. Look at the new one."), code="stale")


def impossible(plan: Plan) -> ValidationError:
    """The error that says which entries cannot get enough judges and what helps."""
    return ValidationError(
        ngettext(
            "%(count)s entry cannot get enough judges without a conflict or above somebody's limit: %(entries)s. "
            "Add judges or raise the limits.",
            "%(count)s entries cannot get enough judges without a conflict or above somebody's limit: %(entries)s. "
            "Add judges or raise the limits.",
            len(plan.gaps),
        ),
        code="impossible",
        params={"count": len(plan.gaps), "entries": numbers_of([gap.entry for gap in plan.gaps])},
    )


def assign(round_: Round, plan: Plan, *, pairs: Sequence[tuple[int, int]]) -> list[Assignment]:
    """Store assignments of a plan, with the conflicts that it found, and write to the judges."""
    record_automatic_conflicts(plan.conflicts)
    assignments = Assignment.objects.bulk_create(_in_drawn_order(round_, pairs, plan.seed))
    counts = Counter(panelist for panelist, _version in pairs)
    for seat in Panelist.objects.filter(pk__in=counts).select_related("judge").order_by("pk"):
        send_message(
            "entries_assigned",
            [seat.judge],
            about=round_,
            deadline=round_.closes_at,
            round=round_,
            count=counts[seat.pk],
        )
    return assignments


def _in_drawn_order(round_: Round, pairs: Sequence[tuple[int, int]], seed: int) -> list[Assignment]:
    """Put each judge's entries in an order of their own, so that no entry is always read last."""
    draw = random.Random(seed)  # noqa: S311 (a repeatable draw, no secret)
    places = draw.sample(range(len(pairs)), len(pairs))
    moment = clock.now()
    return [
        Assignment(round=round_, panelist_id=panelist, version_id=version, sort_order=place + 1, created_at=moment)
        for (panelist, version), place in zip(pairs, places, strict=True)
    ]
