"""Who is told by the clock how the duty stands, and what of each agency."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import ComplianceState, MembershipRole, StageKind, SubmissionStatus
from submissions.models import Agency, Edition, Membership, Submission
from submissions.selectors.checks import Problem, problems_of_each
from submissions.selectors.compliance import duties_of
from submissions.selectors.day_news import DayNews, news_since_yesterday
from submissions.selectors.editions import stage_of
from submissions.workflow import EDITABLE

SHOWN_PROBLEMS = 3


@dataclass(frozen=True)
class Entry:
    """A submission of the agency that still has to go out, with what keeps it back."""

    submission: Submission
    problems: list[Problem]

    @property
    def shown_problems(self) -> list[Problem]:
        return self.problems[:SHOWN_PROBLEMS]

    @property
    def more_problems(self) -> int:
        return max(0, len(self.problems) - SHOWN_PROBLEMS)

    @property
    def is_correction(self) -> bool:
        return self.submission.first_submitted_at is not None

    @property
    def waits_for_approval(self) -> bool:
        return self.submission.status == SubmissionStatus.AWAITING_APPROVAL


@dataclass(frozen=True)
class AgencyStanding:
    """Where one agency stands: what it owes until when, what it is writing, and what happened since yesterday."""

    agency: Agency
    state: ComplianceState
    submitted: int
    owed: int
    is_met: bool
    deadline: datetime
    entries: list[Entry]
    news: list[DayNews]

    @property
    def is_in_arrears(self) -> bool:
        """Say whether it owes something that it can still hand in."""
        return not self.is_met and self.deadline >= clock.now()

    @property
    def has_correction(self) -> bool:
        return any(entry.is_correction for entry in self.entries)

    @property
    def is_worth_telling(self) -> bool:
        return self.is_in_arrears or self.has_correction or bool(self.news)


def standings_of(edition: Edition, agencies: Collection[int]) -> list[AgencyStanding]:
    """Return where these agencies stand of those that owe something, by name. The same queries for any number."""
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return []
    extended = dict(edition.extensions.values_list("agency", "closes_at"))
    entries, news = _entries_of(edition, agencies), defaultdict(list)
    for one in news_since_yesterday(edition):
        news[one.agency_id].append(one)
    rows = duties_of(edition).filter(agency__in=agencies, agency__is_active=True, is_exempt=False)
    return [
        AgencyStanding(
            row.agency,
            ComplianceState(row.state),
            row.submitted_count,
            row.required_count,
            row.is_met,
            max(registration.closes_at, extended.get(row.agency_id, registration.closes_at)),
            entries[row.agency_id],
            news[row.agency_id],
        )
        for row in rows.order_by("name")
    ]


def _entries_of(edition: Edition, agencies: Collection[int]) -> dict[int, list[Entry]]:
    """Return by agency what is being written or corrected.

    Innovations are joined, because SQLite refuses to fetch more than a thousand of them afterwards.
    """
    statuses = EDITABLE | {SubmissionStatus.AWAITING_APPROVAL}
    rows = Submission.objects.filter(edition=edition, agency__in=agencies, status__in=statuses)
    found = list(rows.select_related("innovation__agency").order_by("pk"))
    entries = defaultdict(list)
    for submission, problems in zip(found, problems_of_each(found) if found else [], strict=True):
        to_mend = [problem for problem in problems if problem.anchor != "declarations"]
        entries[submission.agency_id].append(Entry(submission, to_mend))
    return entries


def leadership() -> QuerySet[User]:
    """Return the active people of leadership who want the daily summary."""
    return User.objects.filter(is_active=True, wants_summaries=True, groups__name=Role.LEADERSHIP.value)


def heads(edition: Edition) -> dict[User, list[int]]:
    """Return those who head agencies that owe something and want the daily summary, with the agencies' ids."""
    return _agencies_by_person(edition, MembershipRole.HEAD, user__wants_summaries=True)


def answerable(edition: Edition) -> dict[User, list[int]]:
    """Return persons in charge and heads of agencies that owe something, with the agencies' ids."""
    return _agencies_by_person(edition, MembershipRole.APPROVER, MembershipRole.HEAD)


def _agencies_by_person(edition: Edition, *roles: MembershipRole, **who: bool) -> dict[User, list[int]]:
    owing = edition.obligations.filter(is_exempt=False).values("agency")
    rows = Membership.objects.filter(role__in=roles, user__is_active=True, agency__in=owing, **who)
    people: dict[User, list[int]] = defaultdict(list)
    for row in rows.select_related("user").order_by("user", "agency"):
        people[row.user].append(row.agency_id)
    return dict(people)


def told(agencies: Iterable[int], standings: dict[int, AgencyStanding]) -> list[AgencyStanding]:
    """Return the standings of a person's agencies, in their order, as far as there are any."""
    return [standings[agency] for agency in agencies if agency in standings]
