"""News for the apps above, carrying ids, sent after commit."""

from django.dispatch import Signal

submission_verified = Signal()  # submission_id
submission_withdrawn = Signal()  # submission_id
