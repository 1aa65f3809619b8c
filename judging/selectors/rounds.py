from django.db.models import Count, Q, QuerySet

from judging.enums import RoundState, SheetState
from judging.models import Round


def least_sheets(round_: Round) -> int:
    """How many sheets each entry must have before a result is confirmed; never more than it is given judges."""
    return min(round_.least_sheets or round_.wanted_judges, round_.wanted_judges)


def combined_rounds(round_: Round) -> list[Round]:
    """The rounds whose scores a result of this round combines, in order; empty where only its own count."""
    rounds = list(Round.objects.filter(edition=round_.edition_id, number__lte=round_.number, weight__gt=0))
    return [] if rounds == [round_] else rounds


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
