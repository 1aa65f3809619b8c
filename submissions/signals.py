"""News for the apps above, carrying ids, sent in the transaction that makes it: who hears it hands it to a worker."""

from django.dispatch import Signal

submission_verified = Signal()  # submission_id
submission_withdrawn = Signal()  # submission_id
agency_changed = Signal()  # agency_id: it has another name, or goes on with the innovations of another
innovation_followed = Signal()  # innovation_id: what became of it, who took it over, or whose it is, has changed
