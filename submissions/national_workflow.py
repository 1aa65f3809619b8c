"""The one table that says which step of a national proposal is legal. Buttons, service, import and tests read it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from submissions.national_enums import NationalState as S


@dataclass(frozen=True)
class NationalStep:
    """One step: from where, to where, and what has to be said with it."""

    name: str
    label: Promise  # on the button
    told: Promise  # in the history, after the person's name
    sources: frozenset[S]
    target: S
    needs_number: bool = False
    needs_note: bool = False
    needs_level: bool = False
    needs_source: bool = False


# The lists of the ministries sometimes name finalists or winners without the stages before, so a result may follow
# whatever stage was known last.
AT_THE_MINISTRY = frozenset({S.PROPOSED, S.ADMIN_PASSED, S.FINALIST})

STEPS: dict[str, NationalStep] = {
    step.name: step
    for step in (
        NationalStep(
            "prepare",
            _("Declare ready"),
            _("declared the proposal ready"),
            frozenset({S.CANDIDATE}),
            S.PREPARED,
        ),
        NationalStep(
            "reopen",
            _("Go on preparing"),
            _("took the proposal back into preparation"),
            frozenset({S.PREPARED}),
            S.CANDIDATE,
        ),
        NationalStep(
            "send",
            _("Note as sent"),
            _("sent the proposal to the ministry"),
            frozenset({S.PREPARED}),
            S.PROPOSED,
            needs_number=True,
        ),
        NationalStep(
            "pass_administration",
            _("Passed administration"),
            _("noted that administration was passed"),
            frozenset({S.PROPOSED}),
            S.ADMIN_PASSED,
        ),
        NationalStep(
            "fail_administration",
            _("Failed administration"),
            _("noted that administration was failed"),
            frozenset({S.PROPOSED}),
            S.ADMIN_FAILED,
            needs_note=True,
        ),
        NationalStep(
            "become_finalist",
            _("Became a finalist"),
            _("noted a finalist"),
            frozenset({S.PROPOSED, S.ADMIN_PASSED}),
            S.FINALIST,
        ),
        NationalStep(
            "recognise",
            _("Enter the level"),
            _("entered the level"),
            AT_THE_MINISTRY | {S.RECOGNISED},
            S.RECOGNISED,
            needs_level=True,
            needs_source=True,
        ),
        NationalStep(
            "end",
            _("Ended without recognition"),
            _("noted that it ended without recognition"),
            AT_THE_MINISTRY,
            S.NOT_RECOGNISED,
        ),
        NationalStep(
            "resume",
            _("Take the ending back"),
            _("took the ending back"),
            frozenset({S.ADMIN_FAILED, S.NOT_RECOGNISED}),
            S.PROPOSED,
            needs_note=True,
        ),
        NationalStep(
            "revoke",
            _("Take the recognition back"),
            _("took the recognition back"),
            frozenset({S.RECOGNISED}),
            S.NOT_RECOGNISED,
            needs_note=True,
        ),
        NationalStep(
            "withdraw",
            _("Withdraw"),
            _("withdrew the proposal"),
            frozenset({S.CANDIDATE, S.PREPARED}) | AT_THE_MINISTRY,
            S.WITHDRAWN,
            needs_note=True,
        ),
    )
}

# What the ministry has, or had, before it: these fill the places that an institution has in a year.
SENT = frozenset(AT_THE_MINISTRY | {S.ADMIN_FAILED, S.RECOGNISED, S.NOT_RECOGNISED})

# What the history says after a person's name.
TOLD = {"propose": _("made it a candidate"), **{step.name: step.told for step in STEPS.values()}}
