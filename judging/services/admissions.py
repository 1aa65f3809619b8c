"""Which entries are in a round: let through by the one before, or changed by hand with a reason."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from judging.enums import AdmissionKind, RoundState
from judging.models import Admission, Round
from judging.selectors.advance import advance_from
from judging.selectors.entries import entries_of, previous_round
from judging.services.locks import lock_round
from submissions.enums import SubmissionStatus
from submissions.models import Submission


def admit_advanced(round_: Round, *, actor) -> None:
    """Let in what the sealed round before lets through, when a round opens. The first one takes what is verified."""
    before = previous_round(round_)
    if before is None:
        return
    advance = advance_from(before)
    decided = {"kind": AdmissionKind.ADVANCED, "run": advance.run, "decided_by": actor, "decided_at": clock.now()}
    Admission.objects.bulk_create(
        Admission(round=round_, submission_id=submission, **decided) for submission in sorted(advance.submissions)
    )


@transaction.atomic
def add_entry(round_id: int, *, actor, submission: Submission, reason: str) -> None:
    """Let an entry in by hand that the rule left out, or that was taken out before. Again: changes nothing.

    The reason is shown for ever. Raises `not_verified` for what no round may judge, and what `_changeable` raises.
    """
    round_ = _changeable(round_id, actor, reason)
    if submission.edition_id != round_.edition_id or submission.status != SubmissionStatus.VERIFIED:
        raise ValidationError(_("Only a verified submission of this edition can be an entry."), code="not_verified")
    if not entries_of(round_).filter(submission=submission).exists():
        _change(round_, submission, AdmissionKind.ADDED, actor, reason)


@transaction.atomic
def remove_entry(round_id: int, *, actor, submission: Submission, reason: str) -> None:
    """Take an entry out of the round by hand. Its sheets stay stored and no longer count. Again: changes nothing.

    The reason is shown for ever. Raises what `_changeable` raises.
    """
    round_ = _changeable(round_id, actor, reason)
    if entries_of(round_).filter(submission=submission).exists():
        _change(round_, submission, AdmissionKind.REMOVED, actor, reason)


def _changeable(round_id: int, actor, reason: str) -> Round:
    """Lock a round whose entries may be changed. Raises `not_open` or `reason_required`."""
    round_ = lock_round(round_id)
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("Entries are changed by hand while the round is open."), code="not_open")
    if not reason.strip():
        raise ValidationError(_("Say why. The reason stays with the round for ever."), code="reason_required")
    return round_


def _change(round_: Round, submission: Submission, kind: AdmissionKind, actor, reason: str) -> None:
    round_.admissions.filter(submission=submission, is_current=True).update(is_current=False)
    Admission.objects.create(
        round=round_, submission=submission, kind=kind, reason=reason.strip(), decided_by=actor, decided_at=clock.now()
    )
    data = {"entry": submission.registration_number, "reason": reason.strip()}
    log(instance=round_, action=f"judging.entry_{kind}", user=actor, data=data)
