"""The one table that says which step of a submission's life is legal. Buttons, service, docs and tests read it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from submissions.enums import ComplianceState
from submissions.enums import SubmissionStatus as S


@dataclass(frozen=True)
class Transition:
    """One step: from where, to where, who may take it, and whether it needs a reason.

    `correction` is where it leads instead when the submission was handed in before and is being corrected.
    """

    name: str
    label: Promise  # on the button
    told: Promise  # in the history, after the person's name
    sources: frozenset[S]
    target: S
    permission: str
    needs_comment: bool = False
    correction: S | None = None

    def target_of(self, submission) -> S:
        return self.correction if self.correction and submission.first_submitted_at else self.target


TRANSITIONS: dict[str, Transition] = {
    step.name: step
    for step in (
        Transition(
            "request_approval",
            _("Ask for approval"),
            _("asked for approval"),
            frozenset({S.DRAFT, S.RETURNED}),
            S.AWAITING_APPROVAL,
            "submissions.edit_submission",
        ),
        Transition(
            "recall",
            _("Back to the draft"),
            _("took the submission back to the draft"),
            frozenset({S.AWAITING_APPROVAL}),
            S.DRAFT,
            "submissions.edit_submission",
            correction=S.RETURNED,
        ),
        Transition(
            "submit",
            _("Approve and submit"),
            _("approved and submitted"),
            frozenset({S.DRAFT, S.AWAITING_APPROVAL, S.RETURNED}),
            S.SUBMITTED,
            "submissions.submit_submission",
        ),
        Transition(
            "return",
            _("Return for correction"),
            _("returned the submission for correction"),
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            "submissions.verify_submission",
            needs_comment=True,
        ),
        Transition(
            "verify",
            _("Pass"),
            _("declared the submission verified"),
            frozenset({S.SUBMITTED}),
            S.VERIFIED,
            "submissions.verify_submission",
        ),
        Transition(
            "reject",
            _("Reject"),
            _("rejected the submission"),
            frozenset({S.SUBMITTED}),
            S.REJECTED,
            "submissions.verify_submission",
            needs_comment=True,
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            _("withdrew the submission"),
            frozenset({S.DRAFT, S.AWAITING_APPROVAL, S.SUBMITTED, S.RETURNED}),
            S.WITHDRAWN,
            "submissions.withdraw_submission",
            needs_comment=True,
        ),
        Transition(
            "restore",
            _("Restore as a draft"),
            _("restored the submission as a draft"),
            frozenset({S.WITHDRAWN}),
            S.DRAFT,
            "submissions.withdraw_submission",
        ),
    )
}

# While a submission is in one of these, the agency may change its contents.
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
# What came to nothing: it fills no place of the quota and meets no duty.
ENDED = frozenset({S.REJECTED, S.WITHDRAWN})
# What meets the duty of an agency (design, section 5): handed in, neither rejected nor withdrawn. A correction still
# counts while it waits for approval; a draft never does.
MEETS_OBLIGATION = Q(first_submitted_at__isnull=False) & ~Q(status__in=ENDED)
# What a submission makes of its agency, from the furthest state down; a withdrawn submission leaves its agency where
# it would be without it, and a correction that waits for approval has not come back yet.
FURTHEST_FIRST = {
    ComplianceState.VERIFIED: Q(status=S.VERIFIED),
    ComplianceState.SUBMITTED: Q(status=S.SUBMITTED),
    ComplianceState.RETURNED: Q(status=S.RETURNED) | Q(status=S.AWAITING_APPROVAL, first_submitted_at__isnull=False),
    ComplianceState.REJECTED: Q(status=S.REJECTED),
    ComplianceState.AWAITING_APPROVAL: Q(status=S.AWAITING_APPROVAL),
    ComplianceState.DRAFT: Q(status=S.DRAFT),
}

# What the history says after a person's name.
TOLD = {
    "start": _("started the draft"),
    "move_template": _("moved the submission to the present template"),
    **{step.name: step.told for step in TRANSITIONS.values()},
}
