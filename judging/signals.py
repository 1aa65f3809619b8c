"""News for the apps above, carrying ids, sent in the transaction that makes it: who hears it hands it to a worker."""

from django.dispatch import Signal

awards_announced = Signal()  # edition_id, submission_ids
award_revoked = Signal()  # award_id, submission_id
