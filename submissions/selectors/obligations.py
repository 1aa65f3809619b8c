"""What may be read of obligations beside the board."""

from django.db.models import Exists, OuterRef, QuerySet

from submissions.models import ExemptionDocument, ObligationEvent


def exemption_documents_visible_to(user) -> QuerySet[ExemptionDocument]:
    """Return the papers of exemptions that this user may open: all for who sees the board, else of own agencies."""
    if user.has_perm("submissions.view_compliance"):
        return ExemptionDocument.objects.all()
    own = ObligationEvent.objects.filter(
        document=OuterRef("pk"), obligation__agency__in=user.memberships.values("agency")
    )
    return ExemptionDocument.objects.filter(Exists(own))
