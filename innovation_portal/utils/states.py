"""The one table of states: one word, one colour, one icon for each.

The colour says who must move (see the tones). The names of states come from the enums of the apps above; a test checks
that each of their members is here.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tone(StrEnum):
    """Who must move; each is a class of `static/css/components.css`."""

    STILL = "still"  # nobody yet, or nobody any more
    ACT = "act"  # the agency
    MOVE = "move"  # secretariat or judges
    GOOD = "good"  # done and well
    STOP = "stop"  # stopped or late
    HONOUR = "honour"


@dataclass(frozen=True)
class State:
    word: Promise
    tone: Tone
    icon: str


# A plain name serves every kind of object; `kind.name` overrules it for one kind (the model's name in small letters).
STATES: dict[str, State] = {
    # Submissions, and agencies in an edition
    "exempt": State(_("Exempt"), Tone.STILL, "ban"),
    "nothing": State(_("Nothing yet"), Tone.STILL, "dash"),
    "draft": State(_("Draft"), Tone.STILL, "pencil"),
    "awaiting_approval": State(_("To be approved"), Tone.ACT, "clock"),
    "submitted": State(_("Submitted"), Tone.MOVE, "send"),
    "returned": State(_("Returned"), Tone.ACT, "back"),
    "verified": State(_("Verified"), Tone.GOOD, "done"),
    "rejected": State(_("Rejected"), Tone.STOP, "cross"),
    "withdrawn": State(_("Withdrawn"), Tone.STILL, "ban"),
    "late": State(_("Late"), Tone.STOP, "warn"),
    "passed": State(_("Passed"), Tone.GOOD, "done"),
    # Editions, stages and rounds
    "preparation": State(_("In preparation"), Tone.STILL, "pencil"),
    "open": State(_("Open"), Tone.MOVE, "clock"),
    "finished": State(_("Finished"), Tone.GOOD, "done"),
    "sealed": State(_("Sealed"), Tone.GOOD, "lock"),
    # Score sheets and scores
    "scoresheet.draft": State(_("Being scored"), Tone.MOVE, "pencil"),
    "scoresheet.submitted": State(pgettext_lazy("score sheet", "Handed in"), Tone.GOOD, "done"),
    "assignment.undeclared": State(_("Declare first"), Tone.MOVE, "scale"),
    "assignment.cleared": State(_("Not yet scored"), Tone.MOVE, "dash"),
    "assignment.draft": State(_("Being scored"), Tone.MOVE, "pencil"),
    "assignment.submitted": State(pgettext_lazy("score sheet", "Handed in"), Tone.GOOD, "done"),
    "not_yet": State(_("Not yet"), Tone.STILL, "dash"),
    "scored": State(_("Scored"), Tone.MOVE, "check"),
    "abstained": State(_("Abstained"), Tone.STILL, "ban"),
    "not_applicable": State(_("Not applicable"), Tone.STILL, "dash"),
    "recused": State(_("Recused"), Tone.STILL, "ban"),
    # Awards and certificates
    "nominee": State(_("Nominee"), Tone.HONOUR, "award"),
    "winner": State(_("Winner"), Tone.HONOUR, "award"),
    "provisional": State(_("Provisional"), Tone.MOVE, "clock"),
    "objected": State(_("Objected"), Tone.ACT, "warn"),
    "received": State(_("Received"), Tone.MOVE, "clock"),
    "accepted": State(_("Accepted"), Tone.GOOD, "done"),
    "dismissed": State(_("Not accepted"), Tone.STILL, "ban"),
    "final": State(_("Final"), Tone.GOOD, "done"),
    "issued": State(_("Valid"), Tone.GOOD, "done"),
    "revoked": State(_("Revoked"), Tone.STOP, "cross"),
    "certificate.replaced": State(_("Replaced"), Tone.STOP, "back"),
    "certificate.changed": State(_("Changed copy"), Tone.STOP, "warn"),
    "certificate.unknown": State(_("Not ours"), Tone.STOP, "cross"),
    # Life of an innovation
    "unknown": State(_("Not known"), Tone.STILL, "dash"),
    "running": State(_("Running"), Tone.GOOD, "check"),
    "growing": State(_("Growing"), Tone.GOOD, "trend"),
    "stopped": State(_("Stopped"), Tone.STILL, "ban"),
    # Feedback of the public
    "feedback.waiting": State(_("To be checked"), Tone.MOVE, "clock"),
    "feedback.unanswered": State(_("To be answered"), Tone.ACT, "clock"),
    "feedback.answered": State(_("Answered"), Tone.GOOD, "done"),
    "published": State(_("Published"), Tone.GOOD, "done"),
    # Replications and how far they are
    "announced": State(_("To be confirmed"), Tone.ACT, "clock"),
    "confirmed": State(pgettext_lazy("replication", "Confirmed"), Tone.GOOD, "done"),
    "declined": State(pgettext_lazy("replication", "Declined"), Tone.STOP, "cross"),
    "ended": State(pgettext_lazy("replication", "Taken back"), Tone.STILL, "ban"),
    "preparing": State(_("Being prepared"), Tone.MOVE, "pencil"),
    "trial": State(_("On trial"), Tone.MOVE, "clock"),
    # Proposals to the national competitions
    "candidate": State(_("Candidate"), Tone.STILL, "star"),
    "prepared": State(_("Ready to be sent"), Tone.MOVE, "file"),
    "proposed": State(_("Sent to the ministry"), Tone.MOVE, "send"),
    "admin_passed": State(_("Passed administration"), Tone.GOOD, "check"),
    "admin_failed": State(_("Failed administration"), Tone.STOP, "cross"),
    "finalist": State(_("Finalist"), Tone.GOOD, "trend"),
    "recognised": State(_("Recognised nationally"), Tone.HONOUR, "award"),
    "not_recognised": State(_("Ended without recognition"), Tone.STILL, "dash"),
    # Ideas of an agency's people
    "idea.waiting": State(pgettext_lazy("idea", "Waits for an answer"), Tone.ACT, "clock"),
    "adopted": State(_("Became a draft"), Tone.GOOD, "done"),
    "set_aside": State(_("Set aside"), Tone.STILL, "dash"),
    "idea.withdrawn": State(pgettext_lazy("idea", "Taken back"), Tone.STILL, "ban"),
    # Mail
    "queued": State(_("Queued"), Tone.MOVE, "clock"),
    "waiting": State(_("Waits for the daily mail"), Tone.MOVE, "clock"),
    "sent": State(_("Sent"), Tone.GOOD, "done"),
    "failed": State(_("Failed"), Tone.STOP, "warn"),
}


def state_of(subject: Model | str, kind: str = "") -> State:
    """Return the state of an object (its `status`, `state` or `life_state`) or of a bare name.

    Raises KeyError for a name that is not in the table: a state without word, colour and icon must not reach a page.
    """
    if isinstance(subject, Model):
        kind = kind or subject._meta.model_name
        field = next(name for name in ("status", "state", "life_state") if hasattr(subject, name))
        subject = getattr(subject, field)
    name = str(subject)
    return STATES.get(f"{kind}.{name}") or STATES[name]
