"""The one thing to do next, for an agency in a year."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovation_portal.utils import clock
from innovation_portal.utils.formats import moment
from submissions.enums import EditionState, StageKind
from submissions.enums import SubmissionStatus as S
from submissions.models import Agency, Edition, Obligation, Submission
from submissions.selectors.checks import Problem
from submissions.selectors.editions import stage_of
from submissions.selectors.submissions import reasons_of
from submissions.workflow import EDITABLE


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now. Without `url` there is nothing to do but wait."""

    title: str
    text: str
    action: str = ""
    url: str = ""


def place_of(problem: Problem, submission: Submission) -> str:
    """Return the address where a problem is mended."""
    if problem.section_id:
        page = reverse("submissions:section-edit", args=[submission.pk, problem.section_id])
        return f"{page}#{'evidence' if problem.anchor == 'evidence' else 'answer'}"
    page = {"facts": "facts-edit", "declarations": "submission-review"}.get(problem.anchor, "submission-detail")
    return reverse(f"submissions:{page}", args=[submission.pk])


def step_without(
    agency: Agency, edition: Edition | None, obligation: Obligation | None, deadline: datetime | None
) -> NextStep:
    """Return the step of an agency that has not entered anything."""
    if edition is None:
        text = _("As soon as the secretariat opens one, you will be told by mail and start your submission here.")
        return NextStep(_("There is no edition yet"), text)
    if edition.state == EditionState.PREPARATION:
        registration = stage_of(edition, StageKind.REGISTRATION)
        text = _("The secretariat is preparing it.")
        if registration:
            text = _("Registration opens on %(moment)s.") % {"moment": moment(registration.opens_at)}
        return NextStep(_("The edition of %(year)s is not open yet") % {"year": edition.year}, text)
    if edition.state == EditionState.FINISHED:
        text = _("What was entered stays readable under Submissions. The next edition will appear here.")
        return NextStep(_("The edition of %(year)s is finished") % {"year": edition.year}, text)
    if deadline is None or clock.now() > deadline:
        text = _("Nothing was submitted. Ask the secretariat if there is a reason for an extension.")
        return NextStep(_("Registration has closed"), text)
    start = {"action": _("Start a submission"), "url": reverse("submissions:submission-start", args=[agency.pk])}
    if obligation and obligation.is_exempt:
        text = _("Reason: %(reason)s. You may still enter an innovation.") % {"reason": obligation.exemption_reason}
        return NextStep(_("Your agency is exempt this year"), text, **start)
    text = _("A title and one sentence are enough to begin; you can stop and go on at any time.")
    return NextStep(_("Start this year's submission"), text, **start)


def step_with(
    submission: Submission, problems: list[Problem], *, is_approver: bool, deadline: datetime | None
) -> NextStep:
    """Return the step for the submission; `problems` are asked only while it can be written."""
    review = reverse("submissions:submission-review", args=[submission.pk])
    detail = reverse("submissions:submission-detail", args=[submission.pk])
    is_late = deadline is None or clock.now() > deadline
    if submission.status in EDITABLE | {S.AWAITING_APPROVAL} and is_late:
        text = _("Your texts are kept. Ask the secretariat if there is a reason for an extension.")
        return NextStep(_("The deadline has passed"), text, _("Read the submission"), detail)
    reasons = reasons_of(submission)
    if submission.status == S.RETURNED and reasons.at >= submission.updated_at:
        return NextStep(_("Correct the submission"), reasons.comment, _("See what has to be corrected"), detail)
    if submission.status in EDITABLE:
        return _writing_step(submission, problems, is_approver=is_approver, review=review)
    if submission.status == S.AWAITING_APPROVAL and is_approver:
        text = _("It has been written and waits for you. Read it, make the declarations and submit it.")
        return NextStep(_("Read and submit"), text, _("Read and submit"), review)
    title, text = {
        S.AWAITING_APPROVAL: (
            _("The person in charge reads it now"),
            _("They have been told by mail. You need not do anything until they answer."),
        ),
        S.SUBMITTED: (
            _("The secretariat is checking your submission"),
            _("Received under the number %(number)s. You will be told the outcome by mail."),
        ),
        S.VERIFIED: (
            _("Verified, and on its way to the judges"),
            _("Your agency has kept its duty with number %(number)s. The results will be announced here."),
        ),
        S.REJECTED: (
            _("The submission was rejected"),
            _("Read the reason. As long as registration is open you may enter another innovation."),
        ),
        S.WITHDRAWN: (
            _("The submission was withdrawn"),
            _("The person in charge can restore it, or you enter another innovation."),
        ),
    }[S(submission.status)]
    return NextStep(title, text % {"number": submission.registration_number}, _("Read the submission"), detail)


def _writing_step(submission: Submission, problems: list[Problem], *, is_approver: bool, review: str) -> NextStep:
    """The step of somebody who writes: what is missing, then the approval. Declarations belong to the approval."""
    to_mend = [problem for problem in problems if problem.anchor != "declarations"]
    if to_mend:
        title = ngettext("One thing is missing", "%(count)s things are missing", len(to_mend)) % {
            "count": len(to_mend)
        }
        text = " ".join(f"{problem.message.rstrip('.')}." for problem in to_mend[:2])
        return NextStep(title, text, _("Go on writing"), place_of(to_mend[0], submission))
    if is_approver:
        text = _("Everything that can be checked is there. Read it once more, make the declarations and submit it.")
        return NextStep(_("Read and submit"), text, _("Read and submit"), review)
    text = _("Everything that can be checked is there. The person in charge reads it and submits it.")
    return NextStep(_("Ask for approval"), text, _("Check and ask for approval"), review)
