from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from innovation_portal.utils import clock
from judging.enums import RoundState
from judging.models import Assignment, Collaboration, Panelist, Round
from judging.selectors.conflicts import automatic_conflicts, with_ties
from judging.services.conflicts import record_automatic_conflicts
from submissions.models import SubmissionVersion


@transaction.atomic
def add_collaboration(*, actor, judge, note: str, agency=None, innovation=None) -> Collaboration:
    """Note that a judge worked with an agency, or on an innovation, before, and free the judge of their entries.

    Judges note their own, the secretariat everybody's. What was scored stays stored and no longer counts; a sealed
    round stays as it is. Noting the same again keeps the first note. Raises what `Collaboration` refuses.
    """
    may = actor.has_perm("judging.run_round") or (actor == judge and actor.has_perm("judging.judge"))
    if not may:
        raise PermissionDenied
    former = Collaboration.objects.filter(judge=judge, agency=agency, innovation=innovation).first()
    if former:
        return former
    collaboration = Collaboration(
        judge=judge, agency=agency, innovation=innovation, note=note.strip(), entered_by=actor, entered_at=clock.now()
    )
    collaboration.full_clean()
    collaboration.save()
    _withdraw_from_conflicts(judge)
    log(instance=collaboration, action="judging.collaboration", user=actor)
    return collaboration


def _withdraw_from_conflicts(judge) -> None:
    """Withdraw a judge from all work in rounds not sealed that the portal now knows a conflict with."""
    work = Assignment.objects.filter(panelist__judge=judge, recused_at=None)
    rounds = Round.objects.select_for_update().filter(pk__in=work.values("round")).order_by("pk")
    work = work.filter(round__in=[round_.pk for round_ in rounds if round_.state != RoundState.SEALED])
    panel = Panelist.objects.filter(pk__in=work.values("panelist")).select_related("judge")
    entries = with_ties(SubmissionVersion.objects.filter(pk__in=work.values("version")))
    found = automatic_conflicts(panel, entries)
    record_automatic_conflicts(found)
    submissions = [submission for _judge, submission in found]
    work.filter(version__submission__in=submissions).update(recused_at=clock.now())
