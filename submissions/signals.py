"""News for the apps above, carrying ids, sent after commit."""

from django.dispatch import Signal

submission_verified = Signal()  # submission_id
submission_withdrawn = Signal()  # submission_id
innovation_followed = Signal()  # innovation_id: what became of it, who took it over, or whose it is, has changed
