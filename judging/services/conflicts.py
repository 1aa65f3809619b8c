from collections import defaultdict
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from judging.enums import ConflictSource, RoundState
from judging.models import Assignment, ConflictOfInterest, Panelist, Round
from judging.selectors.conduct import has_to_agree
from judging.selectors.conflicts import automatic_conflict, automatic_conflicts, with_ties
from submissions.models import SubmissionVersion


def lock_own_assignment(assignment_id: int, *, actor) -> Assignment:
    """Return an assignment of the actor, locked with its round. Nobody acts on another's, superusers included.

    Who dropped out of the panel no longer acts on any.

    The seal locks the round as well, so what a judge does is in before it, or is refused after it. The round comes
    first everywhere: two that lock in different orders would wait for each other.
    """
    Round.objects.select_for_update(of=("self",)).get(assignments=assignment_id)
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round__rubric", "panelist__judge", "version__submission__innovation__agency__region")
        .get(pk=assignment_id)
    )
    seat = assignment.panelist
    if seat.judge_id != actor.pk or seat.left_at or not actor.has_perm("judging.judge"):
        raise PermissionDenied
    return assignment


@transaction.atomic
def declare_no_conflict(assignment_id: int, *, actor) -> Assignment:
    """Open an entry to its judge, who declares to have no conflict of interest. Again: changes nothing.

    Raises `not_agreed` while the judge has not agreed to the code of conduct of the round. If the portal knows of a
    conflict, it is recorded and the judge is withdrawn instead: look at `recused_at`.
    """
    assignment = lock_own_assignment(assignment_id, actor=actor)
    check_undecided(assignment)
    if has_to_agree(assignment):
        raise ValidationError(_("Agree to the code of conduct first."), code="not_agreed")
    reason = automatic_conflict(assignment)
    if reason:
        return _withdraw(assignment, source=ConflictSource.AUTOMATIC, reason=reason)
    if assignment.cleared_at is None:
        assignment.cleared_at = clock.now()
        assignment.save(update_fields=["cleared_at"])
    return assignment


@transaction.atomic
def declare_conflict(assignment_id: int, *, actor, reason: str) -> Assignment:
    """Record a conflict that the judge declares and free the assignment, at any time before the seal.

    What was scored stays stored and no longer counts. Again: changes nothing.
    """
    assignment = lock_own_assignment(assignment_id, actor=actor)
    if assignment.recused_at:
        return assignment
    check_undecided(assignment)
    automatic = automatic_conflict(assignment)
    if automatic:
        return _withdraw(assignment, source=ConflictSource.AUTOMATIC, reason=automatic)
    if not reason.strip():
        raise ValidationError(_("Say in a few words what the conflict is."), code="reason_required")
    return _withdraw(assignment, source=ConflictSource.DECLARED, reason=reason.strip())


@transaction.atomic
def record_conflict(*, actor, judge, submission, reason: str) -> ConflictOfInterest:
    """Enter a conflict that the secretariat learned of and free the judge of the submission, unless sealed."""
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    conflict, _created = ConflictOfInterest.objects.get_or_create(
        judge=judge,
        submission=submission,
        lifted_at=None,
        defaults={"source": ConflictSource.SECRETARIAT, "reason": reason.strip()},
    )
    active = Assignment.objects.filter(panelist__judge=judge, version__submission=submission, recused_at=None)
    rounds = Round.objects.select_for_update().filter(pk__in=active.values("round"))
    unsealed = [round_.pk for round_ in rounds if round_.state != RoundState.SEALED]
    active.filter(round__in=unsealed).update(recused_at=clock.now())
    log(instance=conflict, action="judging.conflict", user=actor)
    return conflict


def record_automatic_conflicts(conflicts: Mapping[tuple[int, int], str]) -> None:
    """Keep the reasons by judge and submission that were found. What was recorded before keeps its source."""
    ConflictOfInterest.objects.bulk_create(
        (
            ConflictOfInterest(
                judge_id=judge, submission_id=submission, source=ConflictSource.AUTOMATIC, reason=reason[:250]
            )
            for (judge, submission), reason in conflicts.items()
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw_from_conflicts(work: QuerySet[Assignment]) -> None:
    """Withdraw judges from those of their assignments, in rounds not sealed, that are a conflict by now.

    What was scored stays stored and no longer counts.
    """
    work = work.filter(recused_at=None)
    rounds = Round.objects.select_for_update().filter(pk__in=work.values("round")).order_by("pk")
    work = work.filter(round__in=[round_.pk for round_ in rounds if round_.state != RoundState.SEALED])
    panel = Panelist.objects.filter(pk__in=work.values("panelist")).select_related("judge")
    entries = with_ties(SubmissionVersion.objects.filter(pk__in=work.values("version")))
    assigned = defaultdict(list)  # in several rounds the same judge may have the same entry
    for judge, submission, pk in work.values_list("panelist__judge", "version__submission", "pk"):
        assigned[judge, submission].append(pk)
    found = {pair: reason for pair, reason in automatic_conflicts(panel, entries).items() if pair in assigned}
    record_automatic_conflicts(found)
    work.filter(pk__in=[pk for pair in found for pk in assigned[pair]]).update(recused_at=clock.now())


def check_undecided(assignment: Assignment) -> None:
    """Raise what keeps a judge from acting on an assignment: withdrawn, or the round is sealed."""
    if assignment.round.state == RoundState.SEALED:
        raise ValidationError(_("The result of this round is sealed; nothing can be changed any more."), code="sealed")
    if assignment.recused_at:
        raise ValidationError(_("You withdrew from this entry."), code="recused")


def _withdraw(assignment: Assignment, *, source: ConflictSource, reason: str) -> Assignment:
    ConflictOfInterest.objects.get_or_create(
        judge_id=assignment.panelist.judge_id,
        submission_id=assignment.version.submission_id,
        lifted_at=None,
        defaults={"source": source, "reason": reason[:250]},
    )
    assignment.recused_at = clock.now()
    assignment.save(update_fields=["recused_at"])
    return assignment
