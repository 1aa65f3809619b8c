"""How the verification of an edition goes, in numbers. The number of queries does not depend on the decisions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import Count, Max, Min, QuerySet

from submissions.enums import SubmissionStatus, VerificationOutcome
from submissions.models import Edition, PartRemark, SubmissionVersion, Verification


@dataclass(frozen=True)
class OutcomeShare:
    outcome: VerificationOutcome
    count: int
    percent: float


@dataclass(frozen=True)
class VerifierCount:
    """How many decisions one person has made, by outcome in the order of `VerificationOutcome`."""

    name: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class VerificationNumbers:
    """`median` and `ninetieth` are times from handing a version in to its decision; `None` before the first one."""

    waiting: int
    oldest: datetime | None
    decided: int
    median: timedelta | None
    ninetieth: timedelta | None
    shares: list[OutcomeShare]
    verifiers: list[VerifierCount]
    reasons: list[tuple[str, int]]


def decisions_of(edition: Edition) -> QuerySet[Verification]:
    """Return the decisions of an edition, the latest first, ready to be listed."""
    decisions = Verification.objects.filter(version__submission__edition=edition)
    related = decisions.select_related("verifier", "version__submission__innovation__agency__region")
    return related.order_by("-at", "-pk")


def verification_numbers(edition: Edition) -> VerificationNumbers:
    waiting = (
        SubmissionVersion.objects.filter(submission__edition=edition, submission__status=SubmissionStatus.SUBMITTED)
        .order_by()
        .values("submission")
        .annotate(latest=Max("submitted_at"))
        .aggregate(count=Count("latest"), oldest=Min("latest"))
    )
    decisions = Verification.objects.filter(version__submission__edition=edition).order_by()
    times = sorted(at - handed_in for handed_in, at in decisions.values_list("version__submitted_at", "at"))
    verifiers = _verifiers(decisions)
    return VerificationNumbers(
        waiting=waiting["count"],
        oldest=waiting["oldest"],
        decided=len(times),
        median=median(times) if times else None,
        ninetieth=percentile(times, 90),
        shares=_shares(verifiers),
        verifiers=verifiers,
        reasons=_reasons_of_returns(edition),
    )


def percentile(ordered: list[timedelta], percent: int) -> timedelta | None:
    """Return the smallest of the values that so many percent of them do not exceed (nearest rank)."""
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None


def _verifiers(decisions: QuerySet[Verification]) -> list[VerifierCount]:
    """The busiest first."""
    counted: dict[tuple[int, str], Counter] = {}
    rows = decisions.values_list("verifier", "verifier__name", "outcome").annotate(total=Count("pk"))
    for pk, name, outcome, total in rows:
        counted.setdefault((pk, name), Counter())[outcome] = total
    people = [
        VerifierCount(name, [counts[outcome] for outcome in VerificationOutcome])
        for (_pk, name), counts in counted.items()
    ]
    return sorted(people, key=lambda person: (-person.total, person.name))


def _shares(verifiers: Iterable[VerifierCount]) -> list[OutcomeShare]:
    totals = [sum(column) for column in zip(*(person.counts for person in verifiers), strict=True)] or [0, 0, 0]
    decided = sum(totals)
    return [
        OutcomeShare(outcome, count, 100 * count / decided if decided else 0)
        for outcome, count in zip(VerificationOutcome, totals, strict=True)
    ]


def _reasons_of_returns(edition: Edition) -> list[tuple[str, int]]:
    """In how many returns each reason was given, in general or on a part; the most frequent first."""
    returned = {"outcome": VerificationOutcome.RETURNED, "version__submission__edition": edition}
    general = Verification.objects.filter(**returned, reasons__isnull=False).values_list("pk", "reasons__text")
    on_parts = PartRemark.objects.filter(
        **{f"verification__{name}": value for name, value in returned.items()}, reasons__isnull=False
    ).values_list("verification", "reasons__text")
    counted = Counter(text for _pk, text in {*general.order_by(), *on_parts.order_by()})
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
