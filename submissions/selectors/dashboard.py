"""What an agency sees first: where it stands in the year."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from submissions.enums import MembershipRole
from submissions.enums import SubmissionStatus as S
from submissions.models import Agency, Edition, Innovation, Membership, Obligation, Submission
from submissions.selectors.checks import problems_of
from submissions.selectors.deadlines import agency_deadline, submission_deadline
from submissions.selectors.editions import current_edition
from submissions.selectors.next_step import NextStep, step_with, step_without
from submissions.selectors.submissions import recognised_innovations, submissions_of_agency
from submissions.selectors.voice_waiting import WaitingRow, voice_waiting_for
from submissions.selectors.writing import WrittenSection, written_sections
from submissions.workflow import EDITABLE, ENDED

# What waits for this person comes first; a submission that ended comes last.
_GONE_ON = (S.SUBMITTED, S.VERIFIED, S.REJECTED, S.WITHDRAWN)
URGENCY_OF_APPROVERS = (S.RETURNED, S.AWAITING_APPROVAL, S.DRAFT, *_GONE_ON)
URGENCY_OF_OPERATORS = (S.RETURNED, S.DRAFT, S.AWAITING_APPROVAL, *_GONE_ON)


@dataclass(frozen=True)
class Step:
    """One petal of the kawung; `when` is done, now or later."""

    label: str
    note: str
    when: str


@dataclass(frozen=True)
class Dashboard:
    """Everything on the first page of an agency. `submission` is the one that needs attention first."""

    edition: Edition | None
    obligation: Obligation | None
    deadline: datetime | None
    submissions: list[Submission]
    submission: Submission | None
    sections: list[WrittenSection]
    next_step: NextStep
    steps: list[Step]
    members: list[Membership]
    recognised: list[Innovation]
    lacks_group: bool
    waiting: list[WaitingRow]

    @property
    def sections_done(self) -> int:
        return sum(written.is_done for written in self.sections)

    @property
    def met_count(self) -> int:
        """How many submissions count towards the duty."""
        return sum(one.first_submitted_at is not None and one.status not in ENDED for one in self.submissions)

    @property
    def begun_count(self) -> int:
        return sum(one.status not in ENDED for one in self.submissions)

    @property
    def is_met(self) -> bool:
        return self.obligation is not None and self.met_count >= self.obligation.required_count

    @property
    def is_editable(self) -> bool:
        return self.submission is not None and self.submission.status in EDITABLE

    @property
    def has_approver(self) -> bool:
        return any(member.role == MembershipRole.APPROVER for member in self.members)

    @property
    def is_open(self) -> bool:
        return self.deadline is not None and clock.now() <= self.deadline


def dashboard_of(agency: Agency, user) -> Dashboard:
    """Return the dashboard of the agency in the current edition, as this member sees it."""
    edition = current_edition()
    members = list(agency.memberships.filter(user__is_active=True).select_related("user"))
    submissions = [one for one in submissions_of_agency(agency) if edition and one.edition_id == edition.pk]
    is_approver = any(one.user_id == user.pk and one.role == MembershipRole.APPROVER for one in members)
    urgency = URGENCY_OF_APPROVERS if is_approver else URGENCY_OF_OPERATORS
    submission = min(submissions, key=lambda one: urgency.index(one.status), default=None)
    obligation = Obligation.objects.filter(edition=edition, agency=agency).first()
    deadline = submission_deadline(submission) if submission else edition and agency_deadline(edition, agency)
    sections = written_sections(submission) if submission else []
    problems = problems_of(submission, sections) if submission and submission.status in EDITABLE else []
    step = (
        step_with(submission, problems, is_approver=is_approver, deadline=deadline)
        if submission
        else step_without(agency, edition, obligation, deadline)
    )
    return Dashboard(
        edition=edition,
        obligation=obligation,
        deadline=deadline,
        submissions=submissions,
        submission=submission,
        sections=sections,
        next_step=step,
        steps=steps_of(submission),
        members=members,
        recognised=list(recognised_innovations(agency)),
        lacks_group=any(problem.code == "group_missing" for problem in problems),
        waiting=voice_waiting_for(agency),
    )


def steps_of(submission: Submission | None) -> list[Step]:
    """Return the four petals: written, approved, submitted, verified."""
    petals = [
        (_("Write"), _("The operator answers every section")),
        (_("Approve"), _("The person in charge reads it")),
        (_("Submit"), _("Before registration closes")),
        (_("Verification"), _("Checked by the secretariat")),
    ]
    reached = {S.AWAITING_APPROVAL: 1, S.SUBMITTED: 3, S.REJECTED: 3, S.VERIFIED: 4}
    done = reached.get(submission.status, 0) if submission else 0
    names = ["done"] * done + ["now"] + ["later"] * 3
    return [Step(label, note, when) for (label, note), when in zip(petals, names, strict=False)]
