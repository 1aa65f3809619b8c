"""Lifting a conflict of interest that the portal found and that is none, as with two people of one name."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from judging.enums import ConflictSource, RoundState
from judging.models import Assignment, ConflictOfInterest, Round
from judging.selectors.conflicts import conflict_between, standing_conflicts
from judging.services.conflicts import record_automatic_conflicts
from submissions.models import Submission


@transaction.atomic
def lift_conflict(*, actor, judge, submission: Submission, reason: str) -> ConflictOfInterest:
    """Take back an automatic conflict that is false, for good; what it withdrew goes back to the judge.

    One that was found and not recorded yet is recorded first, so that who lifted what, when and why is kept for ever.
    A sealed round stays as it is. Raises `own_conflict`, `reason_required`, `not_found`, `not_automatic` for what a
    person recorded, and `certain` while anything but a name ties the two: an agency, an employer, the writing of the
    entry, or an earlier collaboration, which is taken back where it was noted.
    """
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if judge == actor:
        raise ValidationError(
            _("Nobody lifts a conflict of their own. Ask another member of the secretariat."), code="own_conflict"
        )
    if not reason.strip():
        raise ValidationError(_("Say why it is no conflict. The reason is kept for ever."), code="reason_required")
    rounds = _locked_rounds(judge, submission)
    found = conflict_between(judge, submission)
    record_automatic_conflicts({(judge.pk, submission.pk): found} if found else {})
    conflict = standing_conflicts().select_for_update().filter(judge=judge, submission=submission).first()
    if conflict is None:
        raise ValidationError(_("There is no conflict between the two, or it was lifted already."), code="not_found")
    if conflict.source != ConflictSource.AUTOMATIC:
        raise ValidationError(
            _("A person recorded this conflict; only what the portal found by itself can be lifted."),
            code="not_automatic",
        )
    conflict.lifted_by, conflict.lifted_at, conflict.lifting_reason = actor, clock.now(), reason.strip()
    conflict.save(update_fields=["lifted_by", "lifted_at", "lifting_reason"])
    certain = conflict_between(judge, submission)
    if certain:
        raise ValidationError(_("This conflict cannot be lifted. %(reason)s") % {"reason": certain}, code="certain")
    _give_back(conflict, rounds)
    log(instance=conflict, action="judging.lift_conflict", user=actor, data={"reason": conflict.lifting_reason})
    return conflict


def _locked_rounds(judge, submission: Submission) -> list[Round]:
    """The rounds not sealed in which the judge has or had the entry; rounds are locked before anything else."""
    work = Assignment.objects.filter(panelist__judge=judge, version__submission=submission)
    rounds = Round.objects.select_for_update().filter(pk__in=work.values("round")).order_by("pk")
    return [round_ for round_ in rounds if round_.state != RoundState.SEALED]


def _give_back(conflict: ConflictOfInterest, rounds: list[Round]) -> None:
    """Give a judge who is still in the panel the work back, sheets included, that the conflict withdrew."""
    Assignment.objects.filter(
        round__in=rounds,
        panelist__judge=conflict.judge_id,
        panelist__left_at=None,
        version__submission=conflict.submission_id,
        recused_at__gte=conflict.recorded_at,
    ).update(recused_at=None)
