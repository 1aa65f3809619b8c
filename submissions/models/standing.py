"""Where agencies stand on their duty, kept on their obligations, so that no page counts what all have entered."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Count, Exists, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from submissions.enums import ComplianceState
from submissions.models.editions import Edition
from submissions.models.obligations import Obligation
from submissions.workflow import FURTHEST_FIRST, MEETS_OBLIGATION

# The fields of a submission on which the standing of its agency depends.
DECIDING_FIELDS = frozenset({"edition", "agency", "status", "first_submitted_at"})


@transaction.atomic(savepoint=False)
def keep_standing(edition: Edition, agency_ids: Collection[int]) -> None:
    """Write down how far the furthest submission of each of the agencies is in the edition, how many count, and when
    one changed last.

    `Submission.save` does it; who changes submissions in another way calls it in the same transaction. The obligations
    are locked in the order of their ids, after the submissions, and counted by a later statement: of two people who
    change submissions of one agency at once, the second counts what the first has done. Agencies that owe nothing
    there are passed over. Two queries.
    """
    duties = Obligation.objects.filter(edition=edition, agency__in=agency_ids)
    if list(duties.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)):
        duties.update(
            furthest=_furthest_in(edition),
            submitted_count=_counting_in(edition),
            last_activity=_latest_change_in(edition),
        )


def note_activity(edition_id: int, agency_id: int, at: datetime) -> None:
    """Write down that a submission of the agency was changed just now, where nothing else is different. One query."""
    Obligation.objects.filter(edition=edition_id, agency=agency_id).update(last_activity=at)


def _furthest_in(edition: Edition) -> Case:
    own = edition.submissions.filter(agency=OuterRef("agency"))
    steps = [When(Exists(own.filter(condition)), then=Value(state)) for state, condition in FURTHEST_FIRST.items()]
    return Case(*steps, default=Value(ComplianceState.NOTHING))


def _counting_in(edition: Edition) -> Coalesce:
    own = edition.submissions.filter(MEETS_OBLIGATION, agency=OuterRef("agency")).order_by()
    return Coalesce(Subquery(own.values("agency").annotate(total=Count("pk")).values("total")), 0)


def _latest_change_in(edition: Edition) -> Subquery:
    own = edition.submissions.filter(agency=OuterRef("agency")).order_by()
    return Subquery(own.values("agency").annotate(latest=Max("updated_at")).values("latest"))
