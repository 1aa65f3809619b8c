"""What can be passed in one go, and what stands in the way of the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from submissions.models import Submission, SubmissionVersion
from submissions.selectors.checks import Problem, problems_of_each


@dataclass(frozen=True)
class PassCandidate:
    """A waiting submission with the version that would be passed; `obstacle` is empty when it can be."""

    submission: Submission
    version: SubmissionVersion
    problems: list[Problem]
    obstacle: str

    @property
    def value(self) -> str:
        """What is posted to choose it."""
        return f"{self.submission.pk}-{self.version.pk}"


def pass_candidates(waiting: Iterable[Submission]) -> list[PassCandidate]:
    """Return what could be passed, in the order given; `waiting` are rows of `verification_queue`."""
    rows = list(waiting)
    versions = SubmissionVersion.objects.filter(submission__in=rows).order_by("number")
    latest = {version.submission_id: version for version in versions}
    found = zip(rows, problems_of_each(rows), strict=True)
    return [_candidate(row, latest[row.pk], problems) for row, problems in found]


def _candidate(row: Submission, version: SubmissionVersion, problems: list[Problem]) -> PassCandidate:
    obstacles = (
        (row.is_own, _("You work for this agency.")),
        (row.is_held, _("%(name)s works on it.") % {"name": row.claim.verifier.name if row.is_held else ""}),
        (row.edition.needs_second_verifier, _("Its edition asks for a second verifier, so it is read by itself.")),
        (problems, _("The portal has found something, so it is read by itself.")),
    )
    return PassCandidate(row, version, problems, next((text for stands, text in obstacles if stands), ""))
