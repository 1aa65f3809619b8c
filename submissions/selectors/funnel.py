"""How many submissions of an edition came how far: from the first draft to a national recognition.

The apps above add their steps by the hook `funnel_steps(edition)`, between the verification and the recognition.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from submissions.enums import AgencyKind, SubmissionStatus
from submissions.models import Edition, Recognition, Region, Submission


@dataclass(frozen=True)
class FunnelStep:
    """A step, and which submissions of the edition came so far; what follows many rows is a subquery."""

    key: str
    label: Promise
    condition: Q


@dataclass(frozen=True)
class Reach:
    """How many submissions came to a step, how many to the step before it, and how many were there at all."""

    step: FunnelStep
    count: int
    count_before: int | None
    most: int

    @property
    def percent(self) -> int | None:
        """The share of the step before; None for the first, and where more came here than there."""
        if not self.count_before or self.count > self.count_before:
            return None
        return 100 * self.count // self.count_before

    @property
    def width(self) -> int:
        """The length of its bar, of 100 for the longest."""
        return 100 * self.count // self.most if self.most else 0


def funnel_steps(edition: Edition) -> list[FunnelStep]:
    """Return the steps in their order. An innovation is recognised by an award outside from the edition's year on."""
    recognised = Recognition.objects.filter(year__gte=edition.year).values("innovation")
    beyond = [step for steps_of in hooks.get_hooks("funnel_steps") for step in steps_of(edition)]
    return [
        FunnelStep("dibuat", _("Created"), Q()),
        FunnelStep("diajukan", _("Submitted"), ~Q(registration_number="")),
        FunnelStep("terverifikasi", _("Verified"), Q(status=SubmissionStatus.VERIFIED)),
        *beyond,
        FunnelStep("diakui", _("Recognised nationally"), Q(innovation__in=recognised)),
    ]


def funnel_of(edition: Edition, *, region: Region | None = None, kind: AgencyKind | str = "") -> list[Reach]:
    """Return how many submissions came to each step. One query.

    `region` and `kind` keep what agencies entered that owe something in the edition, as they were in it.
    """
    steps = funnel_steps(edition)
    entered = _entered(edition, region, kind)
    counts = entered.aggregate(**{step.key: Count("pk", filter=step.condition) for step in steps})
    return _reaches(steps, counts)


def submissions_at(
    edition: Edition, key: str, *, region: Region | None = None, kind: AgencyKind | str = ""
) -> QuerySet[Submission]:
    """Return the submissions that came to a step, by agency and number. Raises `KeyError` for an unknown step."""
    conditions = {step.key: step.condition for step in funnel_steps(edition)}
    found = _entered(edition, region, kind).filter(conditions[key])
    return found.select_related("innovation", "agency__region").order_by("agency__name", "registration_number", "pk")


def _entered(edition: Edition, region: Region | None, kind: AgencyKind | str) -> QuerySet[Submission]:
    entered = Submission.objects.filter(edition=edition).order_by()
    if region or kind:
        owing = edition.obligations.all()
        owing = owing.filter(region=region) if region else owing
        owing = owing.filter(kind=kind) if kind else owing
        entered = entered.filter(agency__in=owing.order_by().values("agency"))
    return entered


def _reaches(steps: Iterable[FunnelStep], counts: dict[str, int]) -> list[Reach]:
    most, before, reaches = max(counts.values()), None, []
    for step in steps:
        reaches.append(Reach(step, counts[step.key], before, most))
        before = counts[step.key]
    return reaches
