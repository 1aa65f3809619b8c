"""What a sealed result gives by the levels of its edition."""

from collections import defaultdict

from judging.enums import AwardKind, AwardState
from judging.models import AwardLevel, ResultRow, ResultRun
from judging.scoring.levels import levels_of_ranks


def levels_by_submission(run: ResultRun) -> dict[int, list[int]]:
    """Return the ids of the levels that each submission gets from this result.

    Winners keep their nomination: levels of one kind share out the ranks among themselves, see `levels_of_ranks`.
    What was revoked stays revoked for this result; only the next one can give it again.
    """
    ranks = dict(ResultRow.objects.filter(run=run, rank__isnull=False).values_list("submission_id", "rank"))
    revoked = set(run.awards.filter(state=AwardState.REVOKED).values_list("submission_id", "level_id"))
    given = defaultdict(list)
    for kind in AwardKind.values:
        levels = AwardLevel.objects.filter(edition=run.round.edition_id, kind=kind).order_by("sort_order", "pk")
        for submission, level in levels_of_ranks(ranks, levels.values_list("pk", "places")).items():
            if (submission, level) not in revoked:
                given[submission].append(level)
    return given


def were_all_revoked(run: ResultRun) -> bool:
    """Say whether awards were given from this result and none is left or can be given any more."""
    states = set(run.awards.values_list("state", flat=True))
    return states == {AwardState.REVOKED} and not levels_by_submission(run)
