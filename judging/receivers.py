"""News from below: each enqueues a task after commit and does nothing else."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver

from judging.tasks import look_for_conflicts
from submissions.signals import agency_changed


@receiver(agency_changed)
def look_for_conflicts_after_change(sender, agency_id, **kwargs):
    transaction.on_commit(partial(look_for_conflicts.enqueue, agency_id))
