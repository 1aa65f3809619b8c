"""Who has to agree to the code of conduct of a round before any entry of it opens."""

from django.db.models import QuerySet

from judging.enums import RoundState
from judging.models import Assignment, Panelist, Round


def seats_of(judge) -> QuerySet[Panelist]:
    """A judge's own seats, without those that the judge has left."""
    if not judge.is_authenticated or not judge.has_perm("judging.judge"):
        return Panelist.objects.none()
    return Panelist.objects.filter(judge=judge, left_at=None).select_related("round__edition")


def seats_to_agree(judge) -> QuerySet[Panelist]:
    """The seats in open rounds whose code of conduct the judge has still to agree to."""
    return seats_of(judge).filter(round__state=RoundState.OPEN, agreed_at=None).order_by("round")


def has_to_agree(assignment: Assignment) -> bool:
    """Say whether the entry stays closed until its judge agrees. Reads round and seat, so fetch them along."""
    return assignment.round.state == RoundState.OPEN and assignment.panelist.agreed_at is None


def has_agreements(round_: Round) -> bool:
    """Say whether anybody has agreed to the code of conduct of the round, so that its words stay."""
    return round_.panel.filter(agreed_at__isnull=False).exists()
