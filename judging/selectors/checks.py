from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from judging.enums import CheckOutcome, CheckWay
from judging.models import Certificate, CertificateCheck


@dataclass(frozen=True)
class CheckCount:
    """How often a certificate was checked in one way and with one outcome, and when last."""

    way: CheckWay
    outcome: CheckOutcome
    times: int
    last_day: date


def checks_of(certificate: Certificate) -> list[CheckCount]:
    """Return the checks of a certificate by way and outcome, in the order in which both are declared. One query."""
    counted = (
        CertificateCheck.objects.filter(certificate=certificate)
        .order_by()
        .values("way", "outcome")
        .annotate(times=Count("pk"), last_day=Max("day"))
    )
    counts = [
        CheckCount(CheckWay(row["way"]), CheckOutcome(row["outcome"]), row["times"], row["last_day"])
        for row in counted
    ]
    ways, outcomes = list(CheckWay), list(CheckOutcome)
    return sorted(counts, key=lambda count: (ways.index(count.way), outcomes.index(count.outcome)))
