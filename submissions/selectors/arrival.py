"""Which agencies met the duty, in the order in which they came."""

from collections import Counter
from dataclasses import dataclass

from submissions.models import Agency, Edition, Submission
from submissions.selectors.overview import Share
from submissions.workflow import MEETS_OBLIGATION


@dataclass(frozen=True)
class Arrival:
    """Where an agency stands among all that owe something: its place, from 1, in the order in which the duty was met.

    None while it has not met its own.
    """

    place: int | None
    share: Share


def arrival_of(edition: Edition, agency: Agency) -> Arrival:
    """Return the place of an agency. The duty is met with the last submission that was owed. Two queries."""
    owing = edition.obligations.filter(is_exempt=False).order_by()
    owed = dict(owing.values_list("agency", "required_count"))
    counted = Submission.objects.filter(MEETS_OBLIGATION, edition=edition, agency__in=owing.values("agency"))
    arrived, handed_in = [pk for pk, required in owed.items() if required == 0], Counter()
    for pk in counted.order_by("first_submitted_at", "pk").values_list("agency", flat=True):
        handed_in[pk] += 1
        if handed_in[pk] == owed[pk]:
            arrived.append(pk)
    place = arrived.index(agency.pk) + 1 if agency.pk in arrived else None
    return Arrival(place, Share(met=len(arrived), owed=len(owed)))
