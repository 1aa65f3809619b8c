from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from innovation_portal.utils import clock
from judging.models import Assignment, Collaboration
from judging.services.conflicts import withdraw_from_conflicts


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
    withdraw_from_conflicts(Assignment.objects.filter(panelist__judge=judge))
    log(instance=collaboration, action="judging.collaboration", user=actor)
    return collaboration
