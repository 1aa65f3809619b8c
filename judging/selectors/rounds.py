from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from judging.enums import RoundState, SheetState
from judging.models import Round
from judging.selectors.entries import entries_of


def judges_per_entry(round_: Round) -> int:
    """How many judges each entry of the round is given: the one place that says so."""
    return round_.edition.judges_per_entry


def least_sheets(round_: Round) -> int:
    """How many sheets each entry must have before a result is confirmed; never more than it is given judges."""
    asked = judges_per_entry(round_)
    return min(round_.least_sheets or asked, asked)


def rounds_with_counts() -> QuerySet[Round]:
    """Rounds with `panel_count`, `assigned_count` and `submitted_count`."""
    active = Q(assignments__recused_at=None)
    return Round.objects.select_related("edition", "rubric").annotate(
        panel_count=Count("panel", distinct=True),
        assigned_count=Count("assignments", filter=active, distinct=True),
        submitted_count=Count(
            "assignments", filter=active & Q(assignments__sheet__state=SheetState.SUBMITTED), distinct=True
        ),
    )


def rounds_chaired_by(user) -> QuerySet[Round]:
    """Rounds whose panel this user chairs, once they have begun."""
    if not user.is_authenticated or not user.has_perm("judging.judge"):
        return Round.objects.none()
    return (
        Round.objects.filter(panel__judge=user, panel__is_chair=True)
        .exclude(state=RoundState.PREPARATION)
        .select_related("edition", "rubric")
        .order_by("-edition__year", "-pk")
    )


def problems_of_opening(round_: Round) -> list[ValidationError]:
    """What still keeps a round from being opened; empty if it may be."""
    weights = sum((criterion.weight for criterion in round_.rubric.criteria.all()), Decimal(0))
    seats, needed = round_.panel.count(), judges_per_entry(round_)
    checks = (
        (round_.state != RoundState.PREPARATION, "sealed", _("This round is sealed.")),
        (
            weights != 100,
            "weights",
            _("The weights of the rubric add up to %(sum)s instead of 100.") % {"sum": f"{weights:f}"},
        ),
        (
            seats < needed,
            "panel",
            _("The panel has %(seats)s judges, and each entry needs %(needed)s.") % {"seats": seats, "needed": needed},
        ),
        (not round_.panel.filter(is_chair=True).exists(), "chair", _("The panel has no chair.")),
        (not entries_of(round_).exists(), "entries", _("No submission of this edition is verified yet.")),
    )
    return [ValidationError(message, code=code) for is_wrong, code, message in checks if is_wrong]
