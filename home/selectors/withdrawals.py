"""Why an innovation is not public any more."""

from home.enums import WithdrawalReason
from submissions.enums import SubmissionStatus
from submissions.models import Submission


def withdrawal_reason(innovation_id: int) -> WithdrawalReason:
    """Return why nothing of the innovation may be public now, by its latest submission."""
    latest = Submission.objects.filter(innovation=innovation_id).order_by("-edition__year", "-pk").first()
    if latest is None:
        return WithdrawalReason.NO_SOURCE
    if latest.status == SubmissionStatus.WITHDRAWN:
        return WithdrawalReason.BY_OWNER
    return WithdrawalReason.UNDER_REVIEW
