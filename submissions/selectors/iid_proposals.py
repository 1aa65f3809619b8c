"""What the registry knows of an innovation that speaks for levels of its sheet."""

from datetime import date

from submissions.enums import SectionKind
from submissions.iid.proposals import Known, Proposal, proposals_from
from submissions.models import Answer, IidAssessment, Replication
from submissions.selectors.iid import evidence_to_choose, latest_submission
from submissions.voice_enums import ReplicationState


def proposals_for(assessment: IidAssessment) -> dict[int, Proposal]:
    """Return by number of the indicator what is proposed on the sheet. Six queries."""
    innovation = assessment.innovation
    submission = latest_submission(innovation)
    figures = Answer.objects.filter(submission=submission, section__kind=SectionKind.FIGURES) if submission else ()
    confirmed = Replication.objects.filter(innovation=innovation, state=ReplicationState.CONFIRMED)
    known = Known(
        type=innovation.type,
        innovators=submission.innovators.count() if submission else 0,
        evidence=evidence_to_choose(innovation),
        figures=[row for answer in figures for row in answer.value or []],
        regions_of_replications=confirmed.order_by().values("agency__region").distinct().count(),
        channels=innovation.agency.channels.order_by().values("kind").distinct().count(),
        months_to_use=months_between(assessment.tried_on, assessment.applied_on),
    )
    numbers = set(assessment.table.indicators.values_list("number", flat=True))
    return {number: one for number, one in proposals_from(known).items() if number in numbers}


def months_between(start: date | None, end: date | None) -> int | None:
    """Return the begun months from one day to a later one, at least 1; None where a day is not known."""
    if start is None or end is None or end < start:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(1, months + (end.day > start.day))
