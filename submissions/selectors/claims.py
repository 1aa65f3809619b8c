"""Who works on which waiting submission."""

from django.db.models import QuerySet

from innovation_portal.utils import clock
from submissions.models import Submission, VerificationClaim
from submissions.models.verification import CLAIM_LASTS


def active_claims() -> QuerySet[VerificationClaim]:
    """Return the claims that have not run out."""
    return VerificationClaim.objects.filter(active_at__gt=clock.now() - CLAIM_LASTS)


def claim_on(submission: Submission) -> VerificationClaim | None:
    """Return the claim that has not run out, with its people as far as the caller has selected them."""
    claim = getattr(submission, "claim", None)
    return claim if claim and claim.is_active else None
