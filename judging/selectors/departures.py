"""What it means for a round if a judge drops out of it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from innovation_portal.utils.hashing import hash_of
from judging.enums import SheetState
from judging.models import Assignment, Panelist
from judging.selectors.entries import active_assignments
from judging.selectors.plans import Plan, plan_of


@dataclass(frozen=True)
class Departure:
    """A judge's work: entries not begun, drafts, sheets that are in; and `plan`, who takes over what falls away."""

    seat: Panelist
    keeps_sheets: bool
    untouched: int
    begun: int
    handed_in: int
    plan: Plan

    @property
    def digest(self) -> str:
        """Stands for what was previewed, as with a `Plan`."""
        work = [self.keeps_sheets, self.untouched, self.begun, self.handed_in]
        return hash_of([self.seat.pk, work, self.plan.digest])


def departure_of(seat: Panelist, *, keeps_sheets: bool) -> Departure:
    """Work out what falls away with a judge, and who takes it over by the round's seed."""
    work = active_assignments(seat.round).filter(panelist=seat)
    begun = work.filter(sheet__state=SheetState.DRAFT).count()
    handed_in = work.filter(sheet__state=SheetState.SUBMITTED).count()
    return Departure(
        seat=seat,
        keeps_sheets=keeps_sheets,
        untouched=work.count() - begun - handed_in,
        begun=begun,
        handed_in=handed_in,
        plan=plan_of(
            seat.round,
            seed=seat.round.seed,
            leaving=seat,
            released=released_with(seat, keeps_sheets=keeps_sheets),
        ),
    )


def released_with(seat: Panelist, *, keeps_sheets: bool) -> QuerySet[Assignment]:
    """The assignments that fall away with a judge: all whose sheet is not in, or all."""
    work = active_assignments(seat.round).filter(panelist=seat)
    if not keeps_sheets:
        return work
    return work.filter(Q(sheet=None) | ~Q(sheet__state=SheetState.SUBMITTED))
