"""News from below: each hands a task to a worker and does nothing else."""

from django.dispatch import receiver

from innovation_portal.utils.queueing import hand_to_worker
from judging.tasks import look_for_conflicts
from submissions.signals import agency_changed


@receiver(agency_changed)
def look_for_conflicts_after_change(sender, agency_id, **kwargs):
    hand_to_worker(look_for_conflicts, agency_id)
